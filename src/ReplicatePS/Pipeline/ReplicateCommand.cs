using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet that talks to Replicate.</summary>
public abstract class ReplicateCommand : AsyncCommand
{
    private ReplicateClient? _client;
    private PauseReporter? _pauses;

    /// <summary>
    /// The connection to use, as <c>Connect-Replicate -PassThru</c> gives it. Without it the session's connection is used,
    /// and without that the token in the environment variable <c>REPLICATE_API_TOKEN</c>.
    /// </summary>
    [Parameter]
    public ReplicateContext? Context { get; set; }

    /// <summary>Whether nothing can be done without a token.</summary>
    private protected virtual bool NeedsToken => true;

    /// <summary>The work on one record; runs beside the pipeline thread.</summary>
    internal abstract Task RunAsync(IPipeline pipeline, ReplicateClient client);

    internal sealed override Task RunAsync(IPipeline pipeline) => RunAsync(pipeline, _client!);

    private protected override void Ended()
    {
        if (_pauses is not null)
        {
            Context!.Pausing -= _pauses.Report;
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            Context ??= ContextStore.Of(this).Current ?? ReplicateContext.FromEnvironment();
            if (NeedsToken)
            {
                Context.CheckToken();
            }

            IPipeline pipeline = this;
            Action<RequestTrace>? trace = IsVerbose ? request => pipeline.Verbose(request.ToString()) : null;
            _client = Context.CreateClient(trace);
            _pauses = new PauseReporter(pipeline, IsVerbose);
            Context.Pausing += _pauses.Report;
        }
        catch (ReplicateException missing)
        {
            ThrowTerminatingError(ErrorRecords.From(missing, null));
        }
    }
}
