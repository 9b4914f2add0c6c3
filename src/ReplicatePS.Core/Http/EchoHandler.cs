using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Takes the token out of answers. Gateways and debugging pages show the headers that they were sent, and what an answer says
/// becomes an error, a line of a log, or output.
/// </summary>
internal sealed class EchoHandler : DelegatingHandler
{
    // Shorter ones are made up for a server of one's own, and may stand in its answers by chance.
    private const int ShortestSecret = 16;

    public EchoHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
        if (request.Headers.Authorization?.Parameter is { Length: >= ShortestSecret } token)
        {
            Conceal(response, token);
        }

        return response;
    }

    private static void Conceal(HttpResponseMessage response, string token)
    {
        string stars = new('*', token.Length);
        (response.Content as BufferedContent)?.Conceal(Encoding.ASCII.GetBytes(token));
        response.ReasonPhrase = response.ReasonPhrase?.Replace(token, stars);
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Where(h => h.Value.Any(v => v.Contains(token))).ToArray())
        {
            response.Headers.Remove(header.Key);
            response.Headers.TryAddWithoutValidation(header.Key, header.Value.Select(value => value.Replace(token, stars)));
        }
    }
}
