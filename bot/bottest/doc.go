// Package bottest is the suite that every chat adapter passes, by each of its
// ways in. It runs a real Desk with a state file over the example archive,
// connects the adapter to a platform in miniature over real sockets, lets
// people ask, press and write there, and looks at what each of them sees.
//
// A Way is one way into one platform. What a way lacks it says in its
// Capabilities; the suite leaves out what needs it and checks that the
// adapter's help says so.
package bottest
