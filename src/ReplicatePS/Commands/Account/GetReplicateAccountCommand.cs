using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Gets the account that the token belongs to.</summary>
/// <remarks>
/// <para>The name in Username owns the models and deployments that you create.</para>
/// </remarks>
/// <operation name="account.get" route="GET /account">
/// <code>Get-ReplicateAccount</code>
/// </operation>
/// <example>
/// <summary>Who am I?</summary>
/// <code>Get-ReplicateAccount</code>
/// <para>Shows the account's name and whether it is a user or an organization.</para>
/// </example>
/// <example>
/// <summary>Use the account's name</summary>
/// <code>$me = (Get-ReplicateAccount).Username
/// New-ReplicateModel "$me/my-style" -Hardware gpu-l40s -WhatIf</code>
/// <para>Models are created for the account itself.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateAccount")]
[OutputType(typeof(Account))]
public sealed class GetReplicateAccountCommand : ReplicateCommand
{
    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client) =>
        await pipeline.WriteAsync(new Account(await client.Account.GetAsync(pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
}
