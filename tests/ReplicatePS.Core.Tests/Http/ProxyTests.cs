using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>The ways out of an organisation's network.</summary>
public class ProxyTests
{
    private static readonly string Account = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:pass"));

    [Fact]
    public async Task What_goes_through_a_proxy_is_tunnelled_and_the_proxy_sees_no_token()
    {
        using TlsServer server = new();
        using ProxyServer proxy = new();
        Account account = await Client(server.Address, Trusting(server, new WebProxy(proxy.Address))).Account.GetAsync();
        Assert.Equal("alice", account.Username);
        RawRequest asked = Assert.Single(proxy.Asked);
        Assert.Equal($"CONNECT localhost:{server.Port} HTTP/1.1", asked.Line);
        Assert.DoesNotContain("Authorization", asked.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Bench.Token, asked.Head, StringComparison.Ordinal);
        Assert.Contains("Bearer " + Bench.Token, Assert.Single(server.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_gets_the_account_that_it_asks_for_and_nobody_else_does()
    {
        using TlsServer server = new();
        using ProxyServer proxy = new(Account);
        Account account = await Client(
            server.Address, Trusting(server, new WebProxy(proxy.Address), new NetworkCredential("ann", "pass"))).Account.GetAsync();
        Assert.Equal("alice", account.Username);
        Assert.All(proxy.Asked, asked => Assert.DoesNotContain(Bench.Token, asked.Head, StringComparison.Ordinal));
        Assert.Equal(Account, proxy.Asked[^1].Header("Proxy-Authorization"));
        Assert.DoesNotContain("Proxy-Authorization", Assert.Single(server.Heads), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nobody", 1)]
    [InlineData("another", 2)]
    [InlineData("the process", 1)]
    public async Task A_proxy_that_refuses_is_a_connection_that_failed_and_is_not_asked_again(string who, int asked)
    {
        using TlsServer server = new();
        using ProxyServer proxy = new(Account);
        ICredentials? credentials = who switch
        {
            "another" => new NetworkCredential("ann", "wrong"),
            "the process" => CredentialCache.DefaultCredentials,
            _ => null,
        };
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed, () => Client(server.Address, Trusting(server, new WebProxy(proxy.Address), credentials)).Account.GetAsync());
        Assert.True(fault.IsProxyRefusal);
        Assert.Equal("localhost gave no answer: the proxy on the way wants an account, or another one (407).", fault.Message);
        Assert.Equal(0, server.Connections);

        // Once to be told what it wants, and once with it, if there is something. What a process runs as has no name and password to show.
        Assert.Equal(asked, proxy.Asked.Count);
        Assert.Equal(asked - 1, proxy.Asked.Count(request => request.Header("Proxy-Authorization") is not null));
        Assert.All(proxy.Asked, request => Assert.DoesNotContain(Bench.Token, request.Head, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("NTLM")]
    public async Task What_the_process_runs_as_is_never_shown_as_the_token_nor_in_the_clear(string scheme)
    {
        using TlsServer server = new();
        using ProxyServer proxy = new("what nobody has", scheme);
        await Bench.FaultOf(
            ErrorKind.ConnectionFailed,
            () => Client(server.Address, Trusting(server, new WebProxy(proxy.Address), CredentialCache.DefaultCredentials)).Account.GetAsync());
        Assert.InRange(proxy.Asked.Count, 1, 3);
        Assert.All(proxy.Asked, request => Assert.True(
            request.Header("Proxy-Authorization") is not { } shown || shown.StartsWith(scheme + " ", StringComparison.Ordinal), request.Head));
        Assert.All(proxy.Asked, request => Assert.DoesNotContain(Bench.Token, request.Head, StringComparison.Ordinal));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_create_that_no_proxy_let_pass_was_not_sent()
    {
        using TlsServer server = new();
        using ProxyServer proxy = new(Account);
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed,
            () => Client(server.Address, Trusting(server, new WebProxy(proxy.Address))).Predictions.CreateByVersionAsync("v", Bench.Prompt()));
        Assert.True(fault.IsProxyRefusal);
        Assert.Null(fault.Attempt);
    }

    [Fact]
    public async Task Where_the_refusal_of_a_proxy_comes_as_an_answer_it_is_the_same()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(407, "who are you?", "text/plain"));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.ConnectionFailed, () => Bench.Client(server).Account.GetAsync());
        Assert.True(fault.IsProxyRefusal);
        Assert.Contains("(407)", fault.Message, StringComparison.Ordinal);
        Assert.Single(server.Arrived);
        await Bench.FaultOf(ErrorKind.ConnectionFailed, () => Bench.Client(server).Predictions.CreateByVersionAsync("v", Bench.Prompt()));
        Assert.Equal(2, server.Arrived.Count);
    }

    [Fact]
    public async Task A_proxy_is_passed_by_on_the_way_to_this_machine_where_the_token_would_be_in_the_clear()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(200, "{\"username\":\"alice\"}"));
        using ProxyServer proxy = new();
        Account account = await Client(server.Address, HttpStack.CreateHandler(new WebProxy(proxy.Address))).Account.GetAsync();
        Assert.Equal("alice", account.Username);
        Assert.Empty(proxy.Asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("https://api.replicate.com", false)]
    [InlineData("http://example.com", false)]
    [InlineData("https://inside.example", true)]
    public void The_systems_own_exceptions_are_kept(string address, bool isBypassed)
    {
        WebProxy office = new("http://proxy.example:8080") { BypassList = new[] { "inside\\.example" } };
        RemoteProxy proxy = new(office, null);
        Assert.Equal(isBypassed, proxy.IsBypassed(new Uri(address)));
        Assert.Equal(isBypassed ? new Uri(address) : new Uri("http://proxy.example:8080"), proxy.GetProxy(new Uri(address)));
    }

    [Fact]
    public void Without_a_proxy_of_its_own_a_transport_has_the_systems()
    {
        IWebProxy? system = WebRequest.DefaultWebProxy;
        Uri target = new("https://api.replicate.com/v1");
        IWebProxy? used = HttpStack.CreateHandler().Proxy;
        Assert.Equal(system?.IsBypassed(target), used?.IsBypassed(target));
        Assert.Same(system?.Credentials, used?.Credentials);
        NetworkCredential mine = new("ann", "pass");
        Assert.Same(mine, HttpStack.CreateHandler(credentials: mine).Proxy?.Credentials);
        Assert.Same(system?.Credentials, WebRequest.DefaultWebProxy?.Credentials);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_is_not_trusted_is_said_to_be_so_and_tried_once(bool isCreate)
    {
        using TlsServer server = new();
        List<RequestTrace> traces = new();
        ReplicateClient client = Client(server.Address, HttpStack.CreateHandler(new WebProxy()), traces.Add);
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed,
            () => isCreate ? client.Predictions.CreateByVersionAsync("v", Bench.Prompt()) : client.Account.GetAsync());
        Assert.True(fault.IsUntrusted);
        Assert.StartsWith("localhost gave no answer: this machine does not trust its certificate (", fault.Message, StringComparison.Ordinal);
        Assert.Single(traces);
        Assert.Equal(1, server.Connections);
        Assert.Empty(server.Heads);
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_not_taken_for_one_that_is_not_trusted()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(200, "{}"));
        Uri address = new($"https://localhost:{server.Address.Port}");
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed, () => Client(address, HttpStack.CreateHandler(new WebProxy()), timeout: 0.3).Account.GetAsync());
        Assert.False(fault.IsUntrusted);
    }

    private static HttpClientHandler Trusting(TlsServer server, IWebProxy proxy, ICredentials? credentials = null)
    {
        HttpClientHandler handler = HttpStack.CreateHandler(proxy, credentials);
        handler.ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == server.Thumbprint;
        return handler;
    }

    private static ReplicateClient Client(Uri address, HttpMessageHandler transport, Action<RequestTrace>? trace = null, double timeout = 30) =>
        new(new ReplicateClientOptions
        {
            BaseUri = address,
            Token = () => Bench.Token,
            Transport = transport,
            MaximumRetryCount = 2,
            RetryInterval = TimeSpan.FromMilliseconds(1),
            Timeout = TimeSpan.FromSeconds(timeout),
            Trace = trace,
        });
}
