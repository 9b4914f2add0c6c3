namespace ReplicatePS;

/// <summary>The account that a token belongs to.</summary>
public sealed class Account : ReplicateObject
{
    private readonly Core.Account _account;

    internal Account(Core.Account account)
        : base(account)
    {
        _account = account;
    }

    /// <summary>The name that owns models and deployments.</summary>
    public string Username => _account.Username;

    /// <summary><c>user</c> or <c>organization</c>.</summary>
    public string? Type => _account.Type;

    /// <summary>The display name.</summary>
    public string? Name => _account.Name;

    /// <summary>The account's page on GitHub.</summary>
    public string? GitHubUrl => _account.GitHubUrl;

    /// <summary>The account's picture.</summary>
    public string? AvatarUrl => _account.AvatarUrl;

    /// <summary>The name, so that text stands for the object.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Username;
}
