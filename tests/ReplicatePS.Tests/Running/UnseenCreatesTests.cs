using System.Net.Http;
using System.Text;
using System.Text.Json;
using ReplicatePS.Core;

namespace ReplicatePS.Tests;

/// <summary>Which id a create is given whose answer nobody waited for, when rows are equal.</summary>
public class UnseenCreatesTests
{
    private static readonly RunTarget Target = RunTarget.Parse("a/b", null, null);

    [Fact]
    public async Task Each_of_equal_creates_is_given_another_prediction()
    {
        UnseenCreates unseen = new();
        ReplicateClient client = Losing("newer", "older");
        CreateAttempt sent = await LoseAsync(client);
        Assert.Equal("older", await unseen.FindAsync(client, Target, sent));
        Assert.Equal("newer", await unseen.FindAsync(client, Target, sent));
        Assert.Null(await unseen.FindAsync(client, Target, sent));
    }

    [Fact]
    public async Task What_a_row_has_is_not_taken_for_that_of_an_equal_one()
    {
        UnseenCreates unseen = new();
        ReplicateClient client = Losing("newer", "older");
        unseen.Know("older");
        Assert.Equal("newer", await unseen.FindAsync(client, Target, await LoseAsync(client)));
    }

    [Fact]
    public async Task Of_a_long_pipeline_the_newest_are_known()
    {
        UnseenCreates unseen = new();
        ReplicateClient client = Losing("last", "first");
        unseen.Know("first");
        for (int i = 0; i < 600; i++)
        {
            unseen.Know($"row {i}");
        }

        unseen.Know("last");
        CreateAttempt sent = await LoseAsync(client);
        Assert.Equal("first", await unseen.FindAsync(client, Target, sent));
        Assert.Null(await unseen.FindAsync(client, Target, sent));
    }

    private static async Task<CreateAttempt> LoseAsync(ReplicateClient client)
    {
        NewPrediction prediction = new() { Input = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["text"] = "x" }) };
        ReplicateException lost = await Assert.ThrowsAsync<ReplicateException>(() => client.Predictions.CreateAsync(Target, prediction));
        return lost.Attempt!;
    }

    // Creates arrive and are not answered; these ids are listed then.
    private static ReplicateClient Losing(params string[] newestFirst) => new(new ReplicateClientOptions
    {
        Token = () => "token",
        Transport = new LosingTransport($$"""{"results":[{{string.Join(",", newestFirst.Select(id => $$$"""{"id":"{{{id}}}","model":"a/b","status":"processing","input":{"text":"x"}}"""))}}]}"""),
    });

    private sealed class LosingTransport : HttpMessageHandler
    {
        private readonly string _list;

        public LosingTransport(string list)
        {
            _list = list;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            if (request.Content is { } body)
            {
                await body.ReadAsStringAsync(cancellation);
                throw new HttpRequestException("lost");
            }

            return new HttpResponseMessage { Content = new StringContent(_list, Encoding.UTF8, "application/json"), RequestMessage = request };
        }
    }
}
