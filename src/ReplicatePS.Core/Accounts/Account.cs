using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>The account that a token belongs to.</summary>
public sealed class Account : ApiObject
{
    private static readonly KnownMembers Read = new("type", "username", "name", "github_url", "avatar_url");

    internal Account(JsonElement json)
        : base(json)
    {
    }

    /// <summary><c>user</c> or <c>organization</c>.</summary>
    public string? Type => Json.Text("type");

    /// <summary>The name that owns models and deployments.</summary>
    public string Username => Json.Text("username") ?? string.Empty;

    /// <summary>The display name.</summary>
    public string? Name => Json.Text("name");

    /// <summary>The account's page on GitHub.</summary>
    public string? GitHubUrl => Json.Text("github_url");

    /// <summary>The account's picture.</summary>
    public string? AvatarUrl => Json.Text("avatar_url");

    private protected override KnownMembers Known => Read;
}
