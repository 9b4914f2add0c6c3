using System.Net.Http;
using System.Text;
using ReplicatePS.Core;

namespace ReplicatePS.Tests;

/// <summary>Answers every request with the same text.</summary>
internal sealed class Answering : HttpMessageHandler
{
    private readonly string _json;

    private Answering(string json)
    {
        _json = json;
    }

    public static ReplicateClient Client(string json) => new(new ReplicateClientOptions { Token = () => "token", Transport = new Answering(json) });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        Task.FromResult(new HttpResponseMessage { Content = new StringContent(_json, Encoding.UTF8, "application/json"), RequestMessage = request });
}
