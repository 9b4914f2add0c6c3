using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Tells whether a call to your webhook came from Replicate.</summary>
/// <remarks>
/// <para>
/// Nothing is sent where -Secret is given. The signature covers the body byte for byte, so give the body as it came, before it is
/// parsed. Replicate may deliver twice and out of order; the header webhook-id is the same for each try.
/// </para>
/// <para>The answer is True or False. With -Verbose a False says why.</para>
/// </remarks>
/// <operation name="webhooks.default.secret.get"/>
/// <example>
/// <summary>Check a call in an Azure function</summary>
/// <code>if (-not (Test-ReplicateWebhook -Body $Request.RawBody -Header $Request.Headers)) { throw 'This did not come from Replicate.' }</code>
/// <para>The secret is read from the account with the token of the environment.</para>
/// </example>
/// <example>
/// <summary>Check a call with a secret that is at hand</summary>
/// <code>Test-ReplicateWebhook -Body $body -Header $headers -Secret $env:REPLICATE_WEBHOOK_SECRET -ToleranceSec 60 -Verbose</code>
/// <para>A call that is older than a minute gives False.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ReplicateWebhook")]
[OutputType(typeof(bool))]
public sealed class TestReplicateWebhookCommand : ReplicateCommand
{
    private const int UsualTolerance = 300;

    /// <summary>The body as it came: bytes, or text that was UTF-8.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Body { get; set; } = string.Empty;

    /// <summary>
    /// The headers of the call: a hashtable, or what a web framework has. Needed are webhook-id, webhook-timestamp and
    /// webhook-signature, in any case.
    /// </summary>
    [Parameter(Position = 1, Mandatory = true)]
    [Alias("Headers")]
    public object Header { get; set; } = new();

    /// <summary>
    /// The signing secret, as text or SecureString. Without it the account's is read, which costs a request for each call; better
    /// keep it: Get-ReplicateWebhookSecret gets it.
    /// </summary>
    [Parameter]
    [TokenTransformation]
    public SecureString? Secret { get; set; }

    /// <summary>How many seconds the call's time may be from now, 0 or more; the default is 300.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ToleranceSec { get; set; } = UsualTolerance;

    /// <summary>Looks at no time, for calls that were kept.</summary>
    [Parameter]
    public SwitchParameter IgnoreTimestamp { get; set; }

    private protected override bool NeedsToken => false;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        IReadOnlyList<KeyValuePair<string, string>> headers = HeaderReader.Read(Header);
        WebhookDelivery delivery = new()
        {
            Id = Find(headers, "webhook-id"),
            Timestamp = Find(headers, "webhook-timestamp"),
            Signature = Find(headers, "webhook-signature"),
            Body = BodyReader.Read(Body),
        };
        string secret = Secret is null
            ? await client.Webhooks.GetSecretAsync(pipeline.Stop).ConfigureAwait(false)
            : new NetworkCredential(string.Empty, Secret).Password;
        string? fault = delivery.FindFault(secret, DateTimeOffset.UtcNow, IgnoreTimestamp ? null : TimeSpan.FromSeconds(ToleranceSec));
        if (fault is not null)
        {
            pipeline.Verbose(fault);
        }

        await pipeline.WriteAsync(fault is null).ConfigureAwait(false);
    }

    private static string? Find(IEnumerable<KeyValuePair<string, string>> headers, string name) =>
        headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();
}
