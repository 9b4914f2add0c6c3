using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Forgets the session's connection and its token.</summary>
/// <remarks>
/// <para>
/// Afterwards commands use the environment variable REPLICATE_API_TOKEN again, if it is set. What the emulator held is gone.
/// Nothing is sent, and nothing that runs at Replicate is stopped.
/// </para>
/// </remarks>
/// <example>
/// <summary>Forget the connection</summary>
/// <code>Disconnect-Replicate</code>
/// <para>The token is no longer in this session.</para>
/// </example>
/// <example>
/// <summary>Begin with a new emulator</summary>
/// <code>Disconnect-Replicate
/// Connect-Replicate -Emulator</code>
/// <para>The account in memory is empty again.</para>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "Replicate")]
[OutputType(typeof(void))]
public sealed class DisconnectReplicateCommand : AsyncCommand
{
    internal override Task RunAsync(IPipeline pipeline) => pipeline.RunAsync(() =>
    {
        ContextStore store = ContextStore.Of(this);
        store.Current?.Emulator?.Dispose();
        store.Current = null;
    });
}
