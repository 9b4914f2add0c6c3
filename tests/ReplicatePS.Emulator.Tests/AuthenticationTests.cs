using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("Bearer r8_right", 200)]
    [InlineData("Token r8_right", 200)]
    [InlineData("bearer r8_right", 200)]
    [InlineData("Bearer r8_wrong", 401)]
    [InlineData("Basic r8_right", 401)]
    [InlineData("", 401)]
    public async Task Only_the_right_token_opens_the_account(string authorization, int status)
    {
        using var account = new Account(options => options.Token = "r8_right");

        Assert.Equal(status, (await account.GetAsync("account", ("Authorization", authorization))).Status);
    }

    [Fact]
    public async Task The_refusal_is_as_recorded()
    {
        using var account = new Account(options => options.RequireToken = true);
        Answer answer = await account.GetAsync("account");

        Assert.Equal("{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a valid authentication token\",\"status\":401}\n", answer.Body);
        Assert.Equal(98, Encoding.UTF8.GetByteCount(answer.Body));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Null(answer.Header("ratelimit-remaining"));
        Assert.Equal(200, (await account.GetAsync("account", ("Authorization", "Bearer any"))).Status);
    }

    [Fact]
    public async Task In_process_no_token_is_needed_unless_asked_for()
    {
        using var account = new Account();

        Assert.Equal(200, (await account.GetAsync("account")).Status);
    }

    [Fact]
    public async Task Output_files_need_no_token()
    {
        using var account = new Account(options => options.Token = "r8_right");
        string id = await account.PredictAsync("emulator/bytes", "{}", ("Authorization", "Bearer r8_right"));

        Assert.Equal(200, (await account.SendAsync(HttpMethod.Head, $"https://delivery.replicate.test/xezq/{id}/bytes.bin")).Status);
    }
}
