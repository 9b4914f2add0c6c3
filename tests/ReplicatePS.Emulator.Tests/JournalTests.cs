using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class JournalTests
{
    [Fact]
    public async Task It_has_every_request_with_body_and_status()
    {
        using var account = new Account();
        await account.PostAsync("predictions?x=1", """{"version":"none","input":{}}""");
        await account.UploadAsync(new byte[10]);
        JournalEntry[] entries = account.Emulator.Journal.Entries.ToArray();

        Assert.Equal(("POST", "/v1/predictions?x=1", 422), (entries[0].Method, entries[0].PathAndQuery, entries[0].Status));
        Assert.Equal("""{"version":"none","input":{}}""", entries[0].Body);
        Assert.Equal((null, 10L), (entries[1].Body, entries[1].BodyLength));
        account.Emulator.Journal.Clear();
        Assert.Empty(account.Emulator.Journal.Entries);
    }

    [Theory]
    [InlineData(false, "Bearer ***")]
    [InlineData(true, "Bearer r8_secret")]
    public async Task Tokens_are_masked_unless_asked_for(bool raw, string shown)
    {
        using var account = new Account(options => options.JournalRawTokens = raw);
        await account.GetAsync("account", ("Authorization", "Bearer r8_secret"));

        Assert.Equal(shown, account.Emulator.Journal.Entries[0].Headers["authorization"]);
    }

    [Fact]
    public async Task It_tells_the_operation_whatever_becomes_of_it()
    {
        using var account = new Account();
        await account.GetAsync("models/nobody/nothing?x=1");
        await account.GetAsync("nowhere");

        JournalEntry[] entries = account.Emulator.Journal.Entries.ToArray();
        Assert.Equal(("GET /models/{owner}/{name}", 404), (entries[0].Operation, entries[0].Status));
        Assert.Null(entries[1].Operation);
        Assert.Contains(entries[0].Operation, account.Emulator.Operations);
        Assert.Equal(37, account.Emulator.Operations.Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_was_reset_has_no_status()
    {
        using var account = new Account();
        account.Emulator.Faults.Add("GET", "account", Fault.ResetBeforeBody());
        await Assert.ThrowsAsync<HttpRequestException>(() => account.GetAsync("account"));

        Assert.Null(Assert.Single(account.Emulator.Journal.Entries).Status);
    }

    [Fact]
    public async Task Only_the_latest_are_kept()
    {
        using var account = new Account(options => options.JournalCapacity = 3);
        for (int i = 0; i < 5; i++)
        {
            await account.GetAsync($"account?{i}");
        }

        Assert.Equal(new[] { "/v1/account?2", "/v1/account?3", "/v1/account?4" }, account.Emulator.Journal.Entries.Select(e => e.PathAndQuery));
    }
}
