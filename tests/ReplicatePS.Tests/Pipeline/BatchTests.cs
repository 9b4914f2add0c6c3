using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Pipeline;

public sealed class BatchTests
{
    [Fact]
    public async Task What_is_there_at_once_comes_together_and_nothing_waits_for_company()
    {
        TaskCompletionSource later = new();
        List<string> batches = new();
        Task reading = ReadAsync(Items(later), batches);
        Assert.Equal(new[] { "1 2" }, batches);
        later.SetResult();
        await reading;
        Assert.Equal(new[] { "1 2", "3 4" }, batches);
    }

    [Fact]
    public async Task What_came_before_a_fault_is_handed_on()
    {
        List<string> batches = new();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(Broken(), batches));
        Assert.Equal(new[] { "1" }, batches);
    }

    [Fact]
    public async Task A_burst_without_an_end_is_handed_on_in_parts()
    {
        await foreach (IReadOnlyList<int> batch in Endless().InBatches())
        {
            Assert.InRange(batch.Count, 100, 10_000);
            break;
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<int> items, List<string> batches)
    {
        await foreach (IReadOnlyList<int> batch in items.InBatches())
        {
            batches.Add(string.Join(' ', batch));
        }
    }

    private static async IAsyncEnumerable<int> Items(TaskCompletionSource later)
    {
        yield return 1;
        yield return 2;
        await later.Task;
        yield return 3;
        yield return 4;
    }

    private static async IAsyncEnumerable<int> Broken()
    {
        await Task.CompletedTask;
        yield return 1;
        throw new InvalidOperationException();
    }

    private static async IAsyncEnumerable<int> Endless()
    {
        await Task.CompletedTask;
        while (true)
        {
            yield return 0;
        }
    }
}
