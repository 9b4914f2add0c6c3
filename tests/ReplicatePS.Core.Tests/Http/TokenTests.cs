using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class TokenTests
{
    [Fact]
    public async Task The_token_is_asked_for_at_each_request()
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        string token = "first";
        ReplicateClient client = new(new ReplicateClientOptions { Transport = stub, Token = () => token });
        await client.Account.GetAsync();
        token = "second";
        await client.Account.GetAsync();
        Assert.Equal(new[] { "Bearer first", "Bearer second" }, stub.Seen.Select(request => request.Authorization));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        List<RequestTrace> traces = new();
        ReplicateClient client = new(new ReplicateClientOptions { Transport = stub, Token = () => null, Trace = traces.Add });
        await Bench.FaultOf(ErrorKind.TokenMissing, () => client.Account.GetAsync());
        Assert.Empty(stub.Seen);
        Assert.Empty(traces);
    }

    [Fact]
    public async Task Without_a_token_requests_go_out_bare_where_none_is_needed()
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await new ReplicateClient(new ReplicateClientOptions { Transport = stub, Token = () => null, TokenIsOptional = true }).Account.GetAsync();
        Assert.Null(stub.Seen.Single().Authorization);
    }

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("http://192.168.0.9:5000/v1")]
    public async Task The_token_does_not_go_over_http_to_another_machine(string address)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Bench.Client(stub, TimeProvider.System, new Uri(address)).Account.GetAsync());
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000")]
    public async Task The_token_goes_over_http_to_this_machine(string address)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await Bench.Client(stub, TimeProvider.System, new Uri(address)).Account.GetAsync();
        Assert.Equal("Bearer " + Bench.Token, stub.Seen.Single().Authorization);
    }

    [Theory]
    [InlineData("https://evil.example/v1/predictions?cursor=x")]
    [InlineData("//evil.example/v1/predictions?cursor=x")]
    [InlineData("https://api.replicate.com.evil.example/v1/predictions")]
    [InlineData("https://api.replicate.com:8443/v1/predictions")]
    [InlineData("https://api.replicate.com@evil.example/v1/predictions")]
    [InlineData("https://user:word@api.replicate.com/v1/predictions?cursor=x")]
    [InlineData("https:\\\\\\\\evil.example/v1/predictions")]
    [InlineData("\\\\\\\\evil.example/v1/predictions")]
    [InlineData("/\\\\evil.example/v1/predictions")]
    [InlineData("\\t//evil.example/v1/predictions")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:application/json,{}")]
    [InlineData("ftp://api.replicate.com/v1/predictions")]
    [InlineData("https://api.replicate.com./v1/predictions")]
    [InlineData("http://api.replicate.com:8080/v1/predictions")]
    [InlineData("file:///etc/passwd")]
    public async Task A_next_link_that_leaves_the_origin_is_not_followed(string next)
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"next\":\"{next}\",\"results\":[]}}");
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.BadResponse, () => Bench.AllOf(Bench.Client(stub, TimeProvider.System).Predictions.ListAsync()));
        Assert.Contains("not followed", fault.Message, StringComparison.Ordinal);
        Assert.Single(stub.Seen);
    }

    [Theory]
    [InlineData("https://evil.example/v1/account")]
    [InlineData("http://api.replicate.com/v1/account")]
    [InlineData("//evil.example/v1/account")]
    [InlineData("")]
    public async Task A_redirect_that_leaves_the_origin_is_not_followed(string location)
    {
        StubTransport stub = new StubTransport().Then(302, string.Empty, ("Location", location)).Then(200, "{}");
        await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.Client(stub, TimeProvider.System).Account.GetAsync());
        Assert.Single(stub.Seen);
    }

    [Theory]
    [InlineData("https://api.replicate.com/v1/elsewhere")]
    [InlineData("/v1/elsewhere")]
    [InlineData("elsewhere")]
    public async Task A_redirect_within_the_origin_is_followed_by_reads(string location)
    {
        StubTransport stub = new StubTransport().Then(307, string.Empty, ("Location", location)).Then(200, "{\"username\":\"alice\"}");
        Account account = await Bench.Client(stub, TimeProvider.System).Account.GetAsync();
        Assert.Equal("alice", account.Username);
        Assert.Equal("/v1/elsewhere", stub.Seen[1].Uri.AbsolutePath);
    }

    [Fact]
    public async Task Redirects_that_lead_in_a_circle_end()
    {
        StubTransport stub = new StubTransport().Then(302, string.Empty, ("Location", "/v1/account"));
        await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.Client(stub, TimeProvider.System).Account.GetAsync());
        Assert.InRange(stub.Seen.Count, 2, 10);
    }

    [Fact]
    public async Task A_redirect_does_not_repeat_a_create()
    {
        StubTransport stub = new StubTransport().Then(307, string.Empty, ("Location", "/v1/elsewhere"));
        await Bench.FaultOf(
            ErrorKind.BadResponse, () => Bench.Client(stub, TimeProvider.System).Predictions.CreateByVersionAsync("abc", Bench.Prompt()));
        Assert.Single(stub.Seen);
    }

    [Theory]
    [InlineData("https://replicate.delivery/x/out.png")]
    [InlineData("https://api.replicate.com/v1/files/abc/download?owner=you&expiry=1&signature=s")]
    public async Task Downloads_carry_no_token(string url)
    {
        using TemporaryFolder folder = new();
        StubTransport stub = new StubTransport().Then(200, "content");
        await Bench.Client(stub, TimeProvider.System).Outputs.SaveAsync(OutputLink.Of(url), folder.File("a"));
        Assert.Null(stub.Seen.Single().Authorization);
    }

    [Fact]
    public async Task The_token_is_in_no_trace_exception_or_text()
    {
        List<RequestTrace> traces = new();
        StubTransport stub = new StubTransport()
            .Then(500, "broken")
            .ThenThrow(() => new HttpRequestException("lost", new IOException("deep")))
            .Then(401, "{\"detail\":\"no\"}");
        using TestClock clock = new();
        await clock.LetPass();
        ReplicateClient client = Bench.Client(stub, clock, trace: traces.Add);
        await Bench.FaultOf(ErrorKind.Unauthorized, () => client.Account.GetAsync());
        Assert.Equal(3, traces.Count);
        Assert.All(traces, trace => Assert.DoesNotContain(Bench.Token, trace.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(Bench.Token, client.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Token, client.Options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{\"id\":\"abc\",\"logs\":\"TOKEN and TOKENTOKEN\"}")]
    [InlineData(200, "<pre>Authorization: Bearer TOKEN</pre>")]
    [InlineData(401, "{\"detail\":\"The token TOKEN is not valid.\"}")]
    [InlineData(422, "{\"title\":\"TOKEN\",\"invalid_fields\":[{\"field\":\"x\",\"description\":\"TOKEN is too long\"}]}")]
    [InlineData(502, "<html><pre>GET /v1 HTTP/1.1\nAuthorization: Bearer TOKEN</pre></html>")]
    [InlineData(307, "")]
    public async Task A_server_that_echoes_the_token_does_not_bring_it_into_errors_output_or_traces(int status, string body)
    {
        List<string> said = new();
        StubTransport stub = new StubTransport().Then(
            status, body.Replace("TOKEN", Bench.Token, StringComparison.Ordinal), ("Location", "https://evil.example/?t=" + Bench.Token), ("x-request-id", Bench.Token));
        ReplicateClient client = Bench.Client(stub, TimeProvider.System, retries: 0, trace: trace => said.Add(trace.ToString()));
        foreach (Func<Task<object>> call in new Func<Task<object>>[]
        {
            async () => await client.Predictions.GetAsync("abc"),
            async () => await client.Predictions.CreateByVersionAsync("v", Bench.Prompt()),
            async () => (await client.Requests.SendAsync(new ApiRequest { Address = "account", TakesAnyStatus = true })) is { } raw
                ? raw.Text + string.Join("\n", raw.Headers.Values) : "none",
        })
        {
            try
            {
                said.Add((await call()).ToString()!);
            }
            catch (ReplicateException fault)
            {
                said.Add($"{fault} {fault.Title} {fault.Detail} {fault.RequestId}");
            }
        }

        Assert.Equal(6, said.Count);
        Assert.All(said, text => Assert.DoesNotContain(Bench.Token, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_too_short_to_be_one_leaves_answers_as_they_are()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"username\":\"test-user\"}");
        ReplicateClient client = new(new ReplicateClientOptions { Transport = stub, Token = () => "test" });
        Assert.Equal("test-user", (await client.Account.GetAsync()).Username);
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("line\nend")]
    [InlineData("smörgås")]
    public async Task A_token_that_no_header_can_carry_is_refused_without_showing_it(string token)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        ReplicateClient client = new(new ReplicateClientOptions { Transport = stub, Token = () => token });
        ReplicateException fault = await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Account.GetAsync());
        Assert.DoesNotContain(token, fault.ToString(), StringComparison.Ordinal);
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_trace_names_method_path_status_and_try_but_no_query()
    {
        List<RequestTrace> traces = new();
        StubTransport stub = new StubTransport()
            .Then(200, "{\"next\":\"/v1/predictions?cursor=secret\",\"results\":[]}", ("cf-ray", "ray-1"))
            .Then(200, "{\"results\":[]}");
        await Bench.AllOf(Bench.Client(stub, TimeProvider.System, trace: traces.Add).Predictions.ListAsync());
        Assert.All(traces, trace => Assert.Equal("/v1/predictions", trace.Path));
        Assert.StartsWith("GET /v1/predictions 200 in ", traces[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("ray-1", traces[0].RequestId);
    }
}
