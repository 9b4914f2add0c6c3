using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Shows the connection that commands use: where Replicate is, and as whom.</summary>
/// <remarks>
/// <para>Nothing is sent. Without a connection it shows what the environment variables make of it. The token is not shown.</para>
/// </remarks>
/// <example>
/// <summary>See where commands go</summary>
/// <code>Get-ReplicateContext</code>
/// <para>Shows the address, the account and where the token comes from.</para>
/// </example>
/// <example>
/// <summary>Use the connection in parallel runspaces</summary>
/// <code>$context = Get-ReplicateContext
/// 1..4 | ForEach-Object -Parallel { Get-ReplicateAccount -Context $using:context }</code>
/// <para>Each runspace has a connection of its own; -Context hands over this one.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateContext")]
[OutputType(typeof(ReplicateContext))]
public sealed class GetReplicateContextCommand : AsyncCommand
{
    private ReplicateContext? _context;

    internal override void Prepare() => _context = ContextStore.Of(this).Current ?? ReplicateContext.FromEnvironment();

    internal override Task RunAsync(IPipeline pipeline) => pipeline.WriteAsync(_context!);
}
