using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class RateLimitTests
{
    private const string Echo = """{"version":"emulator/echo","input":{"text":"x"}}""";

    [Fact]
    public async Task Each_kind_of_request_has_an_allowance_of_its_own()
    {
        using var account = new Account();
        Answer create = await account.PostAsync("predictions", Echo);
        Answer read = await account.GetAsync("predictions/" + create.Text("id"));
        Answer other = await account.GetAsync("account");

        Assert.Equal(new[] { "599", "59999", "2999" }, new[] { create, read, other }.Select(a => a.Header("ratelimit-remaining")));
        Assert.All(new[] { create, read, other }, a => Assert.Equal("1", a.Header("ratelimit-reset")));
    }

    [Fact]
    public async Task What_is_over_it_is_throttled_until_time_has_passed()
    {
        using var account = new Account();
        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(201, (await account.PostAsync("predictions", Echo)).Status);
        }

        Answer throttled = await account.PostAsync("predictions", Echo);
        Assert.Equal(429, throttled.Status);
        Assert.Equal("1", throttled.Header("Retry-After"));
        Assert.Equal(1, throttled.Json.GetProperty("retry_after").GetInt32());
        Assert.Equal("0", throttled.Header("ratelimit-remaining"));
        Assert.Equal("60", throttled.Header("ratelimit-reset"));

        account.Step(0.1);
        Assert.Equal(201, (await account.PostAsync("predictions", Echo)).Status);
        Assert.Equal(429, (await account.PostAsync("predictions", Echo)).Status);
        Assert.Equal(201, (await account.PostAsync("predictions", Echo, ("Authorization", "Bearer another"))).Status);
    }

    [Fact]
    public async Task It_can_be_switched_off_and_then_every_answer_tells_of_a_full_bucket()
    {
        using var account = new Account(options => (options.EnforceRateLimits, options.CreatesPerMinute, options.CreateBurst) = (false, 6, 1));
        for (int i = 0; i < 601; i++)
        {
            Answer create = await account.PostAsync("predictions", Echo);
            Assert.Equal(201, create.Status);
            Assert.Equal(("59999", "1"), (create.Header("ratelimit-remaining"), create.Header("ratelimit-reset")));
        }

        Assert.Equal("59999", (await account.GetAsync("account")).Header("ratelimit-remaining"));
    }

    [Fact]
    public async Task An_account_with_little_credit_creates_one_in_ten_seconds()
    {
        using var account = new Account(options => (options.CreatesPerMinute, options.CreateBurst) = (6, 1));
        Answer first = await account.PostAsync("predictions", Echo);
        Assert.Equal(("0", "10"), (first.Header("ratelimit-remaining"), first.Header("ratelimit-reset")));
        Assert.Equal("10", (await account.PostAsync("predictions", Echo)).Header("Retry-After"));
        account.Step(9.5);
        Assert.Equal(429, (await account.PostAsync("predictions", Echo)).Status);
        account.Step(0.5);
        Assert.Equal(201, (await account.PostAsync("predictions", Echo)).Status);
    }
}
