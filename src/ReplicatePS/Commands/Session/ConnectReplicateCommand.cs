using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Emulator;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Connects the session to Replicate, or to an account in memory that costs nothing.</summary>
/// <remarks>
/// <para>
/// The connection belongs to the runspace: jobs and parallel runspaces do not see each other's. It is not needed where the
/// environment variable REPLICATE_API_TOKEN is set. The token is checked with one call, and is never written to disk,
/// to a log or to any stream.
/// </para>
/// <para>
/// With -Emulator the whole API runs in this process: models, trainings, deployments, predictions and files, without a token,
/// a network or costs. What it holds is gone with the session.
/// </para>
/// </remarks>
/// <operation name="account.get"/>
/// <example>
/// <summary>Try everything without an account</summary>
/// <code>Connect-Replicate -Emulator -PassThru</code>
/// <para>Connects to the built-in emulator. All other commands work as they would with Replicate.</para>
/// </example>
/// <example>
/// <summary>Connect with a token that is asked for</summary>
/// <code>Connect-Replicate -Token (Read-Host -AsSecureString 'Token')</code>
/// <para>The token is read without being shown, checked, and kept for this session.</para>
/// </example>
/// <example>
/// <summary>Connect in an Azure Automation runbook</summary>
/// <code>Connect-Replicate -Token (Get-AutomationPSCredential -Name 'Replicate')</code>
/// <para>Takes the password of a credential asset as the token. Nothing is asked for, and nothing is shown.</para>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "Replicate", DefaultParameterSetName = TokenSet, HelpUri = "https://replicate.com/docs/topics/security/api-tokens")]
[OutputType(typeof(ReplicateContext))]
public sealed class ConnectReplicateCommand : AsyncCommand
{
    private const string TokenSet = "Token";
    private const string ConnectionSet = "Connection";
    private const string SecretSet = "Secret";
    private const string EmulatorSet = "Emulator";

    private ContextStore? _store;
    private SecureString? _token;
    private Uri? _baseUri;

    /// <summary>
    /// The API token: text, a SecureString, or a credential whose password it is. Without it the environment variable
    /// REPLICATE_API_TOKEN is used.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = TokenSet)]
    [TokenTransformation]
    public SecureString? Token { get; set; }

    /// <summary>
    /// A hashtable with the key Token and, if wanted, BaseUri, as <c>Get-AutomationConnection</c> gives it for a connection
    /// asset of Azure Automation.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ConnectionSet)]
    public IDictionary? Connection { get; set; }

    /// <summary>The name of a secret that holds the token, read with Get-Secret of the module SecretManagement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault that holds the secret; without it Get-Secret looks in all of them.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    public string? SecretVault { get; set; }

    /// <summary>Connects to an account in memory instead of Replicate.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EmulatorSet)]
    public SwitchParameter Emulator { get; set; }

    /// <summary>How much faster than real time the emulator's clock runs, 0.1 to 10000. The default is 1.</summary>
    [Parameter(ParameterSetName = EmulatorSet)]
    [ValidateRange(0.1, 10000.0)]
    public double EmulatorSpeed { get; set; } = 1;

    /// <summary>
    /// The API's address, with /v1 or without. Without it the environment variable REPLICATE_BASE_URL is used, and without
    /// that https://api.replicate.com/v1. Addresses without https work for this machine only.
    /// </summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = SecretSet)]
    public Uri? BaseUri { get; set; }

    /// <summary>
    /// A proxy to go through, such as http://proxy:8080. Without it the system's settings are used, and on PowerShell 7 the
    /// environment variables HTTPS_PROXY and NO_PROXY. What goes to Replicate is tunnelled: the proxy sees the host, and neither
    /// the token nor what is sent.
    /// </summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = ConnectionSet)]
    [Parameter(ParameterSetName = SecretSet)]
    public Uri? Proxy { get; set; }

    /// <summary>The account for the proxy that -Proxy names.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = ConnectionSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// Shows the account that PowerShell runs as to the proxy: to the one that -Proxy names, or else to the system's. That works with proxies
    /// which know it (Negotiate, NTLM); one that asks for a name and password (Basic, Digest) gets nothing and wants -ProxyCredential.
    /// </summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = ConnectionSet)]
    [Parameter(ParameterSetName = SecretSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>
    /// How often a request is repeated at most, 0 to 100; the default is 5. No repeat begins later than half an hour after the first failure. Reads are
    /// repeated after server errors, lost connections and when Replicate asks to slow down; what costs money only when it certainly did not happen.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>How long one request may take, in seconds, 1 to 3600; the default is 100. Transfers may pause for as long.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>Connects without checking the token, so that nothing is sent.</summary>
    [Parameter]
    public SwitchParameter SkipTokenCheck { get; set; }

    /// <summary>Gives the connection back, for the -Context parameter of other commands.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    internal override void Prepare()
    {
        _store = ContextStore.Of(this);
        _token = Token;
        _baseUri = BaseUri;
        if (Connection is not null)
        {
            _token = TokenTransformationAttribute.ToSecureString(Entry("Token"))
                ?? throw ReplicateException.Invalid("The connection has no entry Token.");
            _baseUri = Entry("BaseUri")?.ToString() is { Length: > 0 } address ? new Uri(address, UriKind.RelativeOrAbsolute) : null;
        }

        if (SecretName is not null)
        {
            _token = ReadSecret();
        }

        if (_token is { Length: 0 })
        {
            throw ReplicateException.Invalid("The token is empty.");
        }
    }

    internal override async Task RunAsync(IPipeline pipeline)
    {
        try
        {
            ReplicateContext context = Emulator
                ? ReplicateContext.ToEmulator(new ReplicateEmulator(new EmulatorOptions { Speed = EmulatorSpeed }), MaximumRetryCount, TimeoutSec)
                : ReplicateContext.To(_baseUri, _token, Transport(), MaximumRetryCount, TimeoutSec);
            context.CheckToken();
            if (!SkipTokenCheck)
            {
                await CheckTokenAsync(context, pipeline).ConfigureAwait(false);
            }

            // The store belongs to the runspace and is touched on its thread.
            await pipeline.RunAsync(() => _store!.Current = context).ConfigureAwait(false);
            if (PassThru)
            {
                await pipeline.WriteAsync(context).ConfigureAwait(false);
            }
        }
        catch (ReplicateException refused)
        {
            // What comes next in a script would otherwise go on with an older connection.
            throw new TerminatingException(ErrorRecords.From(refused, null));
        }
    }

    private async Task CheckTokenAsync(ReplicateContext context, IPipeline pipeline)
    {
        PauseReporter pauses = new(pipeline, IsVerbose);
        context.Pausing += pauses.Report;
        try
        {
            ReplicateClient client = context.CreateClient(IsVerbose ? request => pipeline.Verbose(request.ToString()) : null);
            context.Username = (await client.Account.GetAsync(pipeline.Stop).ConfigureAwait(false)).Username;
        }
        finally
        {
            context.Pausing -= pauses.Report;
        }
    }

    private object? Entry(string name) =>
        Connection!.Keys.Cast<object>().Where(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase)).Select(key => Connection[key]).FirstOrDefault();

    private SecureString ReadSecret()
    {
        if (InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
        {
            throw ReplicateException.Invalid("There is no command Get-Secret. Install the module Microsoft.PowerShell.SecretManagement, or give -Token.");
        }

        object? secret = InvokeCommand.InvokeScript(
            "param($Name, $Vault) if ($Vault) { Get-Secret -Name $Name -Vault $Vault } else { Get-Secret -Name $Name }",
            SecretName,
            SecretVault).FirstOrDefault();
        return TokenTransformationAttribute.ToSecureString(secret)
            ?? throw ReplicateException.Invalid($"The secret '{SecretName}' holds no text, SecureString or credential.");
    }

    private HttpMessageHandler? Transport()
    {
        if (ProxyCredential is not null && (Proxy is null || ProxyUseDefaultCredentials))
        {
            throw ReplicateException.Invalid(
                Proxy is null ? "-ProxyCredential needs -Proxy." : "Give either -ProxyCredential or -ProxyUseDefaultCredentials.");
        }

        if (Proxy is null && !ProxyUseDefaultCredentials)
        {
            return null;
        }

        ICredentials? credentials = ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : ProxyCredential?.GetNetworkCredential();
        return ReplicateClientOptions.CreateTransport(Proxy is null ? null : new WebProxy(Checked(Proxy)), credentials);
    }

    // A password in the address would be shown wherever the address is.
    private static Uri Checked(Uri proxy) =>
        !proxy.IsAbsoluteUri || proxy.Host.Length == 0 ? throw ReplicateException.Invalid($"'{proxy.OriginalString}' is no address of a proxy. Give one such as http://proxy:8080.")
        : proxy.UserInfo.Length > 0 ? throw ReplicateException.Invalid($"The address of the proxy {proxy.Host} holds an account. Give it as -ProxyCredential.")
        : proxy;
}
