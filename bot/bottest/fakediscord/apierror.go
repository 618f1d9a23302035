package fakediscord

import (
	"fmt"
	"strings"
)

// apiError is an error answer of the REST API.
type apiError struct {
	status  int
	code    int
	message string
	errors  any
}

// Error makes an apiError an error.
func (e *apiError) Error() string { return fmt.Sprintf("%d %s (%d)", e.status, e.message, e.code) }

// body is the error on the wire.
func (e *apiError) body() object {
	b := object{"message": e.message, "code": e.code}
	if e.errors != nil {
		b["errors"] = e.errors
	}
	return b
}

// The errors that are modelled, with Discord's wording.
var (
	errUnauthorized       = &apiError{401, 0, "401: Unauthorized", nil}
	errNotFound           = &apiError{404, 0, "404: Not Found", nil}
	errMethod             = &apiError{405, 0, "405: Method Not Allowed", nil}
	errUnknownApplication = &apiError{404, 10002, "Unknown Application", nil}
	errUnknownChannel     = &apiError{404, 10003, "Unknown Channel", nil}
	errUnknownGuild       = &apiError{404, 10004, "Unknown Guild", nil}
	errUnknownMember      = &apiError{404, 10007, "Unknown Member", nil}
	errUnknownMessage     = &apiError{404, 10008, "Unknown Message", nil}
	errUnknownRole        = &apiError{404, 10011, "Unknown Role", nil}
	errUnknownUser        = &apiError{404, 10013, "Unknown User", nil}
	errUnknownEmoji       = &apiError{400, 10014, "Unknown Emoji", nil}
	errUnknownWebhook     = &apiError{404, 10015, "Unknown Webhook", nil}
	errUnknownInteraction = &apiError{404, 10062, "Unknown interaction", nil}
	errUnknownCommand     = &apiError{404, 10063, "Unknown application command", nil}
	errAcknowledged       = &apiError{400, 40060, "Interaction has already been acknowledged.", nil}
	errMissingAccess      = &apiError{403, 50001, "Missing Access", nil}
	errOthersMessage      = &apiError{403, 50005, "Cannot edit a message authored by another user", nil}
	errEmptyMessage       = &apiError{400, 50006, "Cannot send an empty message", nil}
	errCannotDM           = &apiError{403, 50007, "Cannot send messages to this user", nil}
	errMissingPermission  = &apiError{403, 50013, "Missing Permissions", nil}
	errWebhookToken       = &apiError{401, 50027, "Invalid Webhook Token", nil}
	errVersion            = &apiError{400, 50041, "Invalid API version provided", nil}
	errThreadArchived     = &apiError{400, 50083, "Thread is archived", nil}
	errBadJSON            = &apiError{400, 50109, "The request body contains invalid JSON.", nil}
	errNoHistory          = &apiError{400, 160002, "Cannot reply without permission to read message history", nil}
	errThreadExists       = &apiError{400, 160004, "A thread has already been created for this message", nil}
	errTooLarge           = &apiError{413, 40005, "Request entity too large", nil}
)

// fieldError is one fault in a body: where it is, as in "embeds.0.title", and Discord's code and sentence for it.
type fieldError struct {
	path, code, message string
}

// invalidForm is the error 50035 with its nested errors.
func invalidForm(faults ...fieldError) *apiError {
	root := object{}
	for _, f := range faults {
		at := root
		if f.path != "" {
			for _, key := range strings.Split(f.path, ".") {
				next, ok := at[key].(object)
				if !ok {
					next = object{}
					at[key] = next
				}
				at = next
			}
		}
		list, _ := at["_errors"].([]any)
		at["_errors"] = append(list, object{"code": f.code, "message": f.message})
	}
	return &apiError{400, 50035, "Invalid Form Body", root}
}
