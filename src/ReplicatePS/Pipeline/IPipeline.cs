using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Pipeline;

/// <summary>What the body of a cmdlet sees of PowerShell. Every member may be called from any thread.</summary>
internal interface IPipeline
{
    /// <summary>Canceled when the pipeline is stopped in any way.</summary>
    CancellationToken Stop { get; }

    /// <summary>
    /// Hands on one object, in its turn. It is not waited for until it is taken: no record begins before the pipeline thread
    /// has handed on what there is.
    /// </summary>
    Task WriteAsync(object value);

    /// <summary>Hands on what was created and may cost money. If the pipeline has ended, it is reported in another way.</summary>
    void WriteCreated(object created);

    /// <summary>Hands on what a run has made, an object at a time. If the pipeline has ended, the run is named in another way.</summary>
    Task WriteMadeAsync(IReadOnlyCollection<object> values, string id);

    /// <summary>Names what goes on at Replicate though the pipeline has been stopped.</summary>
    void NameLost(string name);

    /// <summary>Hands on several objects; done when the rest of the pipeline has taken them all.</summary>
    Task WriteAllAsync(IReadOnlyCollection<object> values);

    /// <summary>Runs something on the pipeline thread; done when it ran.</summary>
    Task RunAsync(Action action);

    /// <summary>Gives a file as Get-Item does, with what the file system's views show of it.</summary>
    Task<PSObject> GetFileAsync(string path);

    /// <summary>Asks whether something may be changed, as -WhatIf and -Confirm have it.</summary>
    Task<bool> ShouldProcessAsync(string target, string action);

    void Error(ErrorRecord error);

    void Warning(string text);

    void Verbose(string text);

    /// <summary>Shows a line to the person at the prompt, through the information stream.</summary>
    void Information(string text);

    /// <summary>Whether anybody sees progress: not in a runbook, and not where the preference hides it.</summary>
    bool ShowsProgress { get; }

    /// <summary>Shows progress. What is still shown when the cmdlet ends, in whatever way, is taken away.</summary>
    void Progress(ProgressRecord progress);
}
