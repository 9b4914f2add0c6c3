using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets the secret that Replicate signs your webhooks with.</summary>
/// <remarks>
/// <para>
/// Whoever has the secret can make calls that look like Replicate's, so it comes as a SecureString. Test-ReplicateWebhook
/// takes it.
/// </para>
/// </remarks>
/// <operation name="webhooks.default.secret.get" route="GET /webhooks/default/secret">
/// <code>Get-ReplicateWebhookSecret</code>
/// </operation>
/// <example>
/// <summary>Read the secret once, and check calls with it</summary>
/// <code>$secret = Get-ReplicateWebhookSecret
/// Test-ReplicateWebhook -Body $body -Header $headers -Secret $secret</code>
/// <para>The body is the text or the bytes of the call, as they came.</para>
/// </example>
/// <example>
/// <summary>Hand the secret to another program</summary>
/// <code>$env:REPLICATE_WEBHOOK_SECRET = Get-ReplicateWebhookSecret -AsPlainText</code>
/// <para>As plain text it can end up in logs and histories.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateWebhookSecret")]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class GetReplicateWebhookSecretCommand : ReplicateCommand
{
    /// <summary>Gives the secret as text instead of a SecureString.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        string secret = await client.Webhooks.GetSecretAsync(pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(AsPlainText ? secret : TokenTransformationAttribute.ToSecureString(secret)!).ConfigureAwait(false);
    }
}
