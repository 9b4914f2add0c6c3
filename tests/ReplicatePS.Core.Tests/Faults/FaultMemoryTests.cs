using System;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Measured without other tests beside it.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public class Alone
{
}

/// <summary>An answer that is larger than it should be does not fill the memory.</summary>
[Collection("Alone")]
public class FaultMemoryTests
{
    // In MiB, all told: a buffer that doubles takes twice what it holds at last. What has outputs may have 64, other things 16.
    [Theory]
    [InlineData("endless body", "account", 40)]
    [InlineData("endless body", "pinned", 40)]
    [InlineData("endless body", "get", 160)]
    [InlineData("endless body", "list", 160)]
    [InlineData("gzip bomb", "account", 40)]
    [InlineData("gzip bomb", "pinned", 40)]
    [InlineData("gzip bomb", "download", 10)]
    [InlineData("20 MB refusal", "account", 20)]
    [InlineData("20 MB refusal", "pinned", 20)]
    [InlineData("20 MB refusal", "download", 20)]
    [InlineData("20 MB body", "download", 10)]
    public async Task A_body_without_end_takes_no_more_memory_than_its_bound(string fault, string call, int megabytes)
    {
        using TemporaryFolder folder = new();
        using TestClock clock = new();
        Trouble trouble = new(clock, new Uri("http://127.0.0.1:9/"));
        using RawServer server = new((connection, _) => trouble.ServeAsync(connection, fault));
        ReplicateClient client = Bench.Client(server);
        await EndAsync(client, "get", folder.Path);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await EndAsync(client, call, folder.Path);
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) >> 20, 0, megabytes);
    }

    private static async Task EndAsync(ReplicateClient client, string call, string folder)
    {
        try
        {
            await Calls.RunAsync(client, call, folder);
        }
        catch (ReplicateException)
        {
            // How it ends is in the table.
        }
    }
}
