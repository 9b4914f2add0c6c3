using System;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>What the tests of waits share: predictions that run by the test's clock, and a client that waits for them.</summary>
public abstract class WaitBench : IDisposable
{
    private protected WaitBench()
    {
        Server = new RunServer(Clock);
        Client = Bench.Client(Server, Clock, retries: 0);
    }

    private protected static WaitSettings TenMinutes { get; } = new() { Timeout = TimeSpan.FromMinutes(10) };

    private protected TestClock Clock { get; } = new();

    private protected RunServer Server { get; }

    private protected ReplicateClient Client { get; }

    public void Dispose() => Clock.Dispose();

    /// <summary>How long after its end a run is handed over.</summary>
    private protected async Task<double> LagAsync(ServedRun run)
    {
        Prediction ended = await Client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        Assert.Equal(run.Id, ended.Id);
        Assert.Equal("succeeded", ended.Status);
        return (Clock.GetUtcNow() - run.Ends).TotalSeconds;
    }
}
