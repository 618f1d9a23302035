package fakediscord

import "strings"

// routes are all that the REST API serves.
var routes []*route

const (
	messagesPath = "/channels/{channel_id}/messages"
	messagePath  = messagesPath + "/{message_id}"
	emojiPath    = messagePath + "/reactions/{emoji}"
	globalPath   = "/applications/{application_id}/commands"
	guildPath    = "/applications/{application_id}/guilds/{guild_id}/commands"
	webhookPath  = "/webhooks/{webhook_id}/{webhook_token}"
)

func init() {
	routes = []*route{
		{method: "GET", template: "/gateway", handle: getGateway, open: true},
		{method: "GET", template: "/gateway/bot", handle: getGatewayBot},

		{method: "GET", template: "/users/@me", handle: getMe},
		{method: "GET", template: "/users/@me/guilds", handle: getMyGuilds},
		{method: "POST", template: "/users/@me/channels", handle: postDM, schema: "CreatePrivateChannelRequest"},
		{method: "GET", template: "/users/{user_id}", handle: getUser},
		{method: "GET", template: "/applications/@me", handle: getApplication},
		{method: "PATCH", template: "/applications/@me", handle: patchApplication, schema: "ApplicationFormPartial"},
		{method: "GET", template: "/oauth2/applications/@me", handle: getApplication},

		{method: "GET", template: "/guilds/{guild_id}", handle: getGuild},
		{method: "GET", template: "/guilds/{guild_id}/channels", handle: getGuildChannels},
		{method: "GET", template: "/guilds/{guild_id}/roles", handle: getGuildRoles},
		{method: "GET", template: "/guilds/{guild_id}/roles/{role_id}", handle: getGuildRole},
		{method: "GET", template: "/guilds/{guild_id}/members/{user_id}", handle: getGuildMember},
		{method: "GET", template: "/guilds/{guild_id}/threads/active", handle: getActiveThreads},

		{method: "GET", template: "/channels/{channel_id}", handle: getChannel},
		{method: "POST", template: "/channels/{channel_id}/typing", handle: postTyping},
		{method: "GET", template: messagesPath, handle: getMessages},
		{method: "POST", template: messagesPath, handle: postMessage, schema: "MessageCreateRequest"},
		{method: "GET", template: messagePath, handle: getMessage},
		{method: "PATCH", template: messagePath, handle: patchMessage, schema: "MessageEditRequestPartial"},
		{method: "DELETE", template: messagePath, handle: deleteMessage},
		{method: "POST", template: messagePath + "/threads", handle: postThread, schema: "CreateTextThreadWithMessageRequest"},
		{method: "PUT", template: "/channels/{channel_id}/thread-members/@me", handle: joinThread},
		{method: "GET", template: emojiPath, handle: getReactions, bucket: "reactions"},
		{method: "PUT", template: emojiPath + "/@me", handle: putReaction, bucket: "reactions"},
		{method: "DELETE", template: emojiPath + "/{user_id}", handle: deleteReaction, bucket: "reactions"},

		{method: "GET", template: globalPath, handle: getCommands},
		{method: "POST", template: globalPath, handle: postCommand, schema: "ApplicationCommandCreateRequest"},
		{method: "PUT", template: globalPath, handle: putCommands, schema: "?"},
		{method: "GET", template: globalPath + "/{command_id}", handle: getCommand},
		{method: "PATCH", template: globalPath + "/{command_id}", handle: patchCommand, schema: "ApplicationCommandPatchRequestPartial"},
		{method: "DELETE", template: globalPath + "/{command_id}", handle: deleteCommand},
		{method: "GET", template: guildPath, handle: getCommands},
		{method: "POST", template: guildPath, handle: postCommand, schema: "ApplicationCommandCreateRequest"},
		{method: "PUT", template: guildPath, handle: putCommands, schema: "?"},
		{method: "GET", template: guildPath + "/{command_id}", handle: getCommand},
		{method: "PATCH", template: guildPath + "/{command_id}", handle: patchCommand, schema: "ApplicationCommandPatchRequestPartial"},
		{method: "DELETE", template: guildPath + "/{command_id}", handle: deleteCommand},

		{method: "POST", template: "/interactions/{interaction_id}/{token}/callback", handle: postCallback, open: true, noGlobal: true, schema: "?"},
		{method: "POST", template: webhookPath, handle: postFollowup, open: true, noGlobal: true, schema: "IncomingWebhookRequestPartial"},
		{method: "GET", template: webhookPath + "/messages/{message_id}", handle: getFollowup, open: true, noGlobal: true},
		{method: "PATCH", template: webhookPath + "/messages/{message_id}", handle: patchFollowup, open: true, noGlobal: true, schema: "IncomingWebhookUpdateRequestPartial"},
		{method: "DELETE", template: webhookPath + "/messages/{message_id}", handle: deleteFollowup, open: true, noGlobal: true},
	}
	for _, rt := range routes {
		rt.parts = strings.Split(strings.Trim(rt.template, "/"), "/")
	}
}
