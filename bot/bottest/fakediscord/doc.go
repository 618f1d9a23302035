// Package fakediscord is a working miniature of Discord: the gateway, the REST API and posted interactions, over real
// sockets on the loopback.
package fakediscord
