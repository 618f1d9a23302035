//go:build unix

package archive

import (
	"os/exec"
	"syscall"
)

// asNobody lets cmd run as the user that owns nothing.
func asNobody(cmd *exec.Cmd) bool {
	const nobody = 65534
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}}
	return true
}
