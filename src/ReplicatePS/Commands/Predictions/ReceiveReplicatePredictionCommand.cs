using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Receives what predictions make while they make it: the words of a language model, files, log lines.</summary>
/// <remarks>
/// <para>
/// Reads the prediction's event stream from its first event, also when it is called late, until the prediction ends. A stream that is
/// cut goes on where it was cut; nothing is lost or comes twice. Of models that cannot stream, the output is received as it grows.
/// </para>
/// <para>
/// Without -AsEvent there is one string for each piece of text, and an OutputFile object for each file: -join makes the whole text of
/// the pieces. At a prompt the pieces flow on one line. Several predictions come one after the other, in the order in which they were given. With -AsEvent the events of
/// several come as they happen; PredictionId says whose they are.
/// </para>
/// <para>
/// A prediction that fails, is canceled or aborted gives the error ReplicatePredictionFailed, Canceled or Aborted after what it had
/// made. One that does not end in time gives ReplicateWaitTimeout and goes on at Replicate. Ctrl+C ends the receiving, not the
/// prediction.
/// </para>
/// </remarks>
/// <operation name="predictions.get"/>
/// <example>
/// <summary>See the words of a language model as they come</summary>
/// <code>New-ReplicatePrediction meta/meta-llama-3-8b-instruct -Input @{ prompt = 'What is a lighthouse?' } |
///     Receive-ReplicatePrediction</code>
/// <para>The text flows over the screen while the model writes it.</para>
/// </example>
/// <example>
/// <summary>Keep the whole text</summary>
/// <code>$text = -join (Receive-ReplicatePrediction 7k2m9q4xw1rg80cs5t3b6vhzyn)</code>
/// <para>Also of a prediction that has ended already, for an hour after its end.</para>
/// </example>
/// <example>
/// <summary>See everything that happens</summary>
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } |
///     Receive-ReplicatePrediction -AsEvent |
///     Format-Table Time, Event, Data</code>
/// <para>Shows each line of the log, the URL of the picture, and the end.</para>
/// </example>
[Cmdlet(VerbsCommunications.Receive, "ReplicatePrediction")]
[OutputType(typeof(string), typeof(OutputFile), typeof(PredictionEvent))]
public sealed class ReceiveReplicatePredictionCommand : ReplicateCommand
{
    private Core.Prediction? _given;
    private string _id = string.Empty;
    private PSObject? _source;
    private WordFlow? _flow;

    /// <summary>The predictions, or their ids. A prediction that <c>New-ReplicatePrediction</c> gave saves a look at where its stream is.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Id")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public PSObject[] Prediction { get; set; } = Array.Empty<PSObject>();

    /// <summary>Gives each event as an object with Event, Data, Id, Time and PredictionId: the log, errors and the end as well.</summary>
    [Parameter]
    public SwitchParameter AsEvent { get; set; }

    /// <summary>How long to receive from each prediction, in seconds, 1 to 86400; the default is 3600, an hour.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>How many predictions are received from at once with -AsEvent, 1 to 64; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override int Concurrency => AsEvent ? ThrottleLimit : 1;

    private protected override object? Target => _source?.BaseObject is string text ? text : _source;

    internal override void Prepare()
    {
        // One at a time, see ProcessRecord.
        _source = Prediction[0];
        _given = _source.BaseObject is Prediction known ? (Core.Prediction)known.Wire : null;
        object? id = _source.BaseObject switch
        {
            ReplicateRun run => run is Prediction ? run.Id : null,
            string text => text,
            PSCustomObject => _source.Properties["Id"]?.Value?.ToString(),
            _ => null,
        };
        _id = id as string ?? throw ReplicateException.Invalid($"'{_source}' is neither a prediction nor the id of one.");
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        StreamSettings settings = new() { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
        Core.Prediction? last = _given;
        IAsyncEnumerable<StreamEvent> events = _given is null
            ? client.Streams.ReadAsync(_id, settings, run => last = run, pipeline.Stop)
            : client.Streams.ReadAsync(_given, settings, run => last = run, pipeline.Stop);
        bool isBad = false;
        int files = 0;
        try
        {
            await foreach (IReadOnlyList<StreamEvent> batch in events.InBatches().ConfigureAwait(false))
            {
                isBad = isBad || batch.Any(item => item.Name == StreamEventName.Error || (item.Name == StreamEventName.Done && item.Reason is not null));
                object[] shown = AsEvent
                    ? batch.Select(item => (object)new PredictionEvent(item, _id)).ToArray()
                    : batch.Where(item => item.Name == StreamEventName.Output && item.Data.Length > 0).Select(Show).ToArray();
                await WriteAsync(pipeline, shown).ConfigureAwait(false);
            }
        }
        catch (ReplicateException late) when (late.Kind == ErrorKind.WaitTimeout)
        {
            pipeline.Error(ErrorRecords.From(late, Target, $"Receive-ReplicatePrediction {_id} receives it from its beginning."));
            return;
        }
        finally
        {
            // A line that is open is ended, also before an error.
            _ = pipeline.RunAsync(() => _flow?.End());
        }

        if (isBad)
        {
            // The stream does not tell it all: neither aborted from canceled, nor what the prediction holds.
            Core.Prediction ended = last is { HasEnded: true } ? last : await client.Waits.ForPredictionAsync(_id, null, null, pipeline.Stop).ConfigureAwait(false);
            pipeline.Error(ErrorRecords.FromEnded(new Prediction(ended), "Prediction"));
        }
        else if (last is { DataRemoved: true })
        {
            throw new ReplicateException(
                ErrorKind.NotFound, $"What the prediction {_id} made cannot be received any more. Replicate removes it an hour after the end.");
        }

        object Show(StreamEvent item) =>
            OutputLink.IsLink(item.Data) ? new OutputFile(OutputLink.Of(item.Data, files++), client, _id) : item.Data;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _flow = AsEvent ? null : WordFlow.For(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject one in Prediction)
        {
            ReceiveReplicatePredictionCommand copy = (ReceiveReplicatePredictionCommand)MemberwiseClone();
            copy.Prediction = new[] { one };
            Begin(copy);
        }
    }

    private Task WriteAsync(IPipeline pipeline, object[] values) => _flow is null ? pipeline.WriteAllAsync(values) : pipeline.RunAsync(() =>
    {
        foreach (object value in values)
        {
            _flow.Write(value, WriteObject);
        }
    });
}
