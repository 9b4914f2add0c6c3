using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>
/// A cmdlet whose work is asynchronous. Each record is worked on by a copy of the cmdlet, as binding the next record
/// overwrites the parameters while the work still goes on.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IPipeline, IDisposable
{
    private readonly PipelinePump _pump = new();

    // What was created, or may have been, when nobody took output any more.
    private readonly ConcurrentQueue<string> _lost = new();
    private readonly ShownProgress _shown = new();
    private bool _mustAsk = true;

    CancellationToken IPipeline.Stop => _pump.Stop;

    /// <summary>How many records are worked on at once.</summary>
    private protected virtual int Concurrency => 1;

    /// <summary>What is to be said when the pipeline has been stopped and takes output no more. Asked once the work has ended.</summary>
    private protected virtual IEnumerable<string> LastWords => Enumerable.Empty<string>();

    /// <summary>What errors name as their target: what the user gave.</summary>
    private protected virtual object? Target => null;

    /// <summary>The error that says what went wrong with the record.</summary>
    private protected virtual ErrorRecord Report(Exception fault) => ErrorRecords.From(fault, Target);

    /// <summary>On the pipeline thread: hands on what was made.</summary>
    private protected virtual void Emit(object value) => WriteObject(value);

    /// <summary>The same for all records of a pipeline: whether requests are reported.</summary>
    private protected bool IsVerbose { get; private set; }

    /// <summary>Whether anybody sees progress.</summary>
    private protected bool ShowsProgress { get; private set; }

    /// <summary>The same for all records of a pipeline: whether nothing is to be done but to say what would be.</summary>
    private protected bool IsWhatIf { get; private set; }

    /// <summary>Stops the work and waits for it to end.</summary>
    public void Dispose()
    {
        _pump.Dispose();
        _shown.TakeAway(CommandRuntime);
        Ended();
        ReportLost();
        Release();
        GC.SuppressFinalize(this);
    }

    Task IPipeline.WriteAsync(object value)
    {
        _pump.Send(() => WriteObject(value));
        return Task.CompletedTask;
    }

    void IPipeline.WriteCreated(object created) => _pump.Send(() => WriteObject(created), () => _lost.Enqueue(created.ToString()));

    Task IPipeline.WriteMadeAsync(IReadOnlyCollection<object> values, string id) => _pump.SendAsync(
        () =>
        {
            foreach (object value in values)
            {
                Emit(value);
            }
        },
        () => _lost.Enqueue(id));

    void IPipeline.NameLost(string name) => _lost.Enqueue(name);

    Task IPipeline.WriteAllAsync(IReadOnlyCollection<object> values) =>
        values.Count == 0 ? Task.CompletedTask : _pump.SendAsync(() => WriteObject(values, enumerateCollection: true));

    Task IPipeline.RunAsync(Action action) => _pump.SendAsync(action);

    async Task<PSObject> IPipeline.GetFileAsync(string path)
    {
        PSObject? file = null;
        await _pump.SendAsync(() => file = InvokeProvider.Item.Get(new[] { path }, force: true, literalPath: true).FirstOrDefault()).ConfigureAwait(false);
        return file ?? PSObject.AsPSObject(new FileInfo(path));
    }

    async Task<bool> IPipeline.ShouldProcessAsync(string target, string action)
    {
        // Work that need not ask does not wait for the pipeline thread, which may be waiting for the next record itself.
        bool answer = !_mustAsk;
        await (answer ? Task.CompletedTask : _pump.SendAsync(() => answer = ShouldProcess(target, action))).ConfigureAwait(false);
        return answer;
    }

    void IPipeline.Error(ErrorRecord error) => _pump.Send(() => WriteError(error), () =>
    {
        if (error.Exception.InnerException is ReplicateException { Kind: ErrorKind.OutcomeUnknown } open)
        {
            _lost.Enqueue(open.Message);
        }
    });

    void IPipeline.Warning(string text) => _pump.Send(() => WriteWarning(text));

    void IPipeline.Verbose(string text) => _pump.Send(() => WriteVerbose(text));

    void IPipeline.Information(string text) => _pump.Send(() => WriteInformation(
        new HostInformationMessage { Message = text }, new[] { "PSHOST" }));

    bool IPipeline.ShowsProgress => ShowsProgress;

    void IPipeline.Progress(ProgressRecord progress)
    {
        if (ShowsProgress)
        {
            _pump.Send(() => _shown.Show(CommandRuntime, progress));
        }
    }

    /// <summary>The work on one record; runs beside the pipeline thread.</summary>
    internal abstract Task RunAsync(IPipeline pipeline);

    /// <summary>The pipeline is over, however it ended.</summary>
    private protected virtual void Ended()
    {
    }

    /// <summary>What must be read on the pipeline thread, such as paths and the user's objects.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>Lets go of what the pipeline has held, when all of it has ended.</summary>
    private protected virtual void Release()
    {
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A runbook's job has a host, and nobody who looks at it.
        ShowsProgress = !IsQuiet("ProgressPreference") && GetVariableValue("PSPrivateMetadata") is null;
        IsVerbose = IsOn("Verbose") ?? !(GetVariableValue("VerbosePreference") is null || IsQuiet("VerbosePreference"));
        IsWhatIf = IsOn("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        _mustAsk = IsVerbose
            || IsWhatIf
            || (IsOn("Confirm") ?? !(GetVariableValue("ConfirmPreference") is ConfirmImpact least && (least == ConfirmImpact.None || Impact < least)));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Begin((AsyncCommand)MemberwiseClone());

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Pump(0);
        _shown.TakeAway(CommandRuntime);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _pump.Cancel();

    /// <summary>On the pipeline thread: the whole path of a file or folder, which need not be there.</summary>
    /// <exception cref="ReplicateException">It is on a drive that holds no files.</exception>
    private protected string ResolvePath(string path)
    {
        string whole = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? whole : throw ReplicateException.Invalid($"'{path}' is no path of a file: it belongs to {provider.Name}.");
    }

    private ConfirmImpact Impact =>
        ((CmdletAttribute)Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute))).ConfirmImpact;

    // Where a script sets it for itself, it is text.
    private bool IsQuiet(string preference) =>
        LanguagePrimitives.TryConvertTo(GetVariableValue(preference), out ActionPreference chosen) && (chosen is ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private bool? IsOn(string parameter) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) && given is SwitchParameter isOn ? isOn.ToBool() : null;

    /// <summary>Starts the work of a copy as soon as there is room for it.</summary>
    private protected void Begin(AsyncCommand copy)
    {
        try
        {
            copy.Prepare();
        }
        catch (Exception refused) when (ErrorRecords.IsOfOneRecord(refused))
        {
            WriteError(copy.Report(refused));
            return;
        }

        Pump(Concurrency - 1);
        _pump.Start(() => RunAsync(copy));
        Pump(Concurrency > 1 ? int.MaxValue : 0);
    }

    private void Pump(int untilRunning)
    {
        try
        {
            _pump.Run(untilRunning);
        }
        catch
        {
            // Ctrl+C, an error that stops the pipeline, or a consumer that has enough: nothing may go on.
            _pump.Close();
            _shown.TakeAway(CommandRuntime);
            ReportLost();
            throw;
        }
    }

    /// <summary>The last word of a pipeline that ended too early. Output is taken no more; a warning may be, and else the host is told.</summary>
    private void ReportLost()
    {
        foreach (string text in LastWords)
        {
            Warn(text);
        }

        if (_lost.IsEmpty)
        {
            return;
        }

        List<string> lost = new();
        while (_lost.TryDequeue(out string? one))
        {
            lost.Add(one);
        }

        Warn($"The pipeline ended before it could hand on what was being created. It is at Replicate and may cost money: {string.Join(", ", lost.Distinct())}");
    }

    private void Warn(string text)
    {
        try
        {
            WriteWarning(text);
        }
        catch (Exception fault) when (fault is PipelineStoppedException or InvalidOperationException)
        {
            Host?.UI?.WriteWarningLine(text);
        }
    }

    private async Task RunAsync(AsyncCommand copy)
    {
        IPipeline pipeline = this;
        try
        {
            await copy.RunAsync(pipeline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (pipeline.Stop.IsCancellationRequested)
        {
            // The pipeline was stopped; nobody listens any more.
        }
        catch (TerminatingException fault)
        {
            _pump.Send(() => ThrowTerminatingError(fault.Record));
        }
        catch (Exception fault)
        {
            pipeline.Error(copy.Report(fault));
        }
    }
}
