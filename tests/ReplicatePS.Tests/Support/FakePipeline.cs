using System.Management.Automation;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests;

/// <summary>A pipeline without an engine: keeps what a body says, and answers its questions.</summary>
internal sealed class FakePipeline : IPipeline, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public CancellationToken Stop => _stop.Token;

    public bool Answer { get; init; } = true;

    /// <summary>Is run when objects are handed on, before they count as taken.</summary>
    public Action OnWrite { get; init; } = () => { };

    public List<object> Written { get; } = new();

    public List<(string Target, string Action)> Asked { get; } = new();

    public List<string> Lines { get; } = new();

    public List<string> Warnings { get; } = new();

    /// <summary>What was said to the verbose stream.</summary>
    public List<string> Details { get; } = new();

    public int Errors { get; private set; }

    public bool ShowsProgress { get; init; } = true;

    /// <summary>What progress takes to be drawn; done at once unless a test holds it back.</summary>
    public Task Drawing { get; set; } = Task.CompletedTask;

    public void StopNow() => _stop.Cancel();

    public Task WriteAsync(object value) => WriteAllAsync(new[] { value });

    public void WriteCreated(object created) => Written.Add(created);

    public Task WriteMadeAsync(IReadOnlyCollection<object> values, string id) => WriteAllAsync(values);

    public List<string> Lost { get; } = new();

    public void NameLost(string name) => Lost.Add(name);

    public Task WriteAllAsync(IReadOnlyCollection<object> values)
    {
        Written.AddRange(values);
        OnWrite();
        return Task.CompletedTask;
    }

    public Task RunAsync(Action action)
    {
        action();
        return Drawing;
    }

    public Task<PSObject> GetFileAsync(string path) => Task.FromResult(new PSObject(new System.IO.FileInfo(path)));

    public Task<bool> ShouldProcessAsync(string target, string action)
    {
        Asked.Add((target, action));
        return Task.FromResult(Answer);
    }

    public void Error(ErrorRecord error) => Errors++;

    public void Warning(string text) => Warnings.Add(text);

    public void Verbose(string text) => Details.Add(text);

    public void Information(string text) => Lines.Add(text);

    public void Progress(ProgressRecord progress)
    {
    }

    public void Dispose() => _stop.Dispose();
}
