using System.Management.Automation;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Pipeline;

public sealed class PumpTests : IDisposable
{
    private readonly PipelinePump _pump = new();

    public void Dispose() => _pump.Dispose();

    [Fact]
    public void What_work_sends_runs_on_the_thread_that_pumps()
    {
        int here = Environment.CurrentManagedThreadId;
        List<int> threads = new();
        _pump.Start(async () =>
        {
            _pump.Send(() => threads.Add(Environment.CurrentManagedThreadId));
            await _pump.SendAsync(() => threads.Add(Environment.CurrentManagedThreadId));
        });
        _pump.Run(0);
        Assert.Equal(new[] { here, here }, threads);
    }

    [Fact]
    public void What_work_sends_keeps_its_order()
    {
        List<int> seen = new();
        _pump.Start(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                int number = i;
                _pump.Send(() => seen.Add(number));
            }

            return Task.CompletedTask;
        });
        _pump.Run(0);
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public void Work_goes_on_only_when_what_it_sent_has_been_taken()
    {
        int sent = 0;
        int taken = 0;
        int furthestAhead = 0;
        _pump.Start(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                sent++;
                await _pump.SendAsync(() =>
                {
                    furthestAhead = Math.Max(furthestAhead, sent - taken);
                    taken++;
                });
            }
        });
        _pump.Run(0);
        Assert.Equal(50, taken);
        Assert.Equal(1, furthestAhead);
    }

    [Fact]
    public void Pumping_ends_as_soon_as_there_is_room_for_more_work()
    {
        TaskCompletionSource gate = new();
        _pump.Start(() => gate.Task);
        _pump.Run(1);
        Assert.False(gate.Task.IsCompleted);
        gate.SetResult();
        _pump.Run(0);
    }

    [Fact]
    public void Without_waiting_it_takes_only_what_is_there()
    {
        int seen = 0;
        TaskCompletionSource gate = new();
        _pump.Start(() => gate.Task);
        _pump.Send(() => seen++);
        _pump.Run(int.MaxValue);
        Assert.Equal(1, seen);
        gate.SetResult();
    }

    [Fact]
    public async Task A_stop_wakes_the_pump_and_the_work()
    {
        TaskCompletionSource started = new();
        TaskCompletionSource ended = new();
        _pump.Start(async () =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, _pump.Stop);
            }
            finally
            {
                ended.SetResult();
            }
        });
        Task pumping = Task.Run(() => _pump.Run(0));
        await started.Task;
        _pump.Cancel();
        await Assert.ThrowsAsync<PipelineStoppedException>(() => pumping.WaitAsync(TimeSpan.FromSeconds(5)));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_the_consumer_throws_ends_the_pump_and_is_told_to_the_work()
    {
        TaskCompletionSource<Exception?> told = new();
        _pump.Start(async () => told.SetResult(await Record.ExceptionAsync(() => _pump.SendAsync(() => throw new InvalidOperationException("enough")))));
        Assert.Equal("enough", Assert.Throws<InvalidOperationException>(() => _pump.Run(0)).Message);
        Assert.IsAssignableFrom<OperationCanceledException>(await told.Task.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Closing_waits_until_the_work_has_ended()
    {
        bool ended = false;
        TaskCompletionSource started = new();
        _pump.Start(async () =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, _pump.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            ended = true;
        });
        await started.Task;
        _pump.Close();
        Assert.True(ended);
    }

    [Fact]
    public async Task After_closing_nothing_runs_and_nobody_waits()
    {
        _pump.Close();
        bool ran = false;
        _pump.Send(() => ran = true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pump.SendAsync(() => ran = true).WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(ran);
    }

    [Fact]
    public void What_waits_to_be_taken_is_let_go_on_closing()
    {
        Task waiting = _pump.SendAsync(() => { });
        _pump.Close();
        Assert.True(waiting.IsCanceled);
    }

    [Fact]
    public void It_can_be_closed_and_stopped_again()
    {
        _pump.Close();
        _pump.Cancel();
        _pump.Dispose();
        _pump.Cancel();
        _pump.Dispose();
    }
}
