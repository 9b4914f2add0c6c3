using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text;
using ReplicatePS.Commands;
using ReplicatePS.Core;

namespace ReplicatePS.Tests.Commands;

public sealed class FindTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0, false)]
    [InlineData(10, false)]
    [InlineData(3600, true)]
    [InlineData(-3600, true)]
    public async Task A_clock_that_is_off_widens_the_time_that_is_looked_through(int skew, bool isSaid)
    {
        using SkewedServer server = new(TimeSpan.FromSeconds(skew));
        using FakePipeline pipeline = new();
        DateTimeOffset sent = DateTimeOffset.UtcNow;
        await new FindReplicatePredictionCommand { Model = "a/b", Around = sent }.RunAsync(pipeline, server.Client);
        Assert.Equal(isSaid, pipeline.Details.Any(line => line.Contains("allowed for", StringComparison.Ordinal)));
        TimeSpan slack = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(5);
        Assert.InRange(server.From, sent - slack - (skew < 0 ? Hour : TimeSpan.Zero), sent - TimeSpan.FromMinutes(4) - (skew < -60 ? Hour : TimeSpan.Zero));
        Assert.InRange(server.Until, sent + TimeSpan.FromMinutes(4) + (skew > 60 ? Hour : TimeSpan.Zero), sent + slack + (skew > 0 ? Hour : TimeSpan.Zero));
    }

    [Fact]
    public async Task A_refusal_tells_the_time_as_well()
    {
        using SkewedServer server = new(Hour) { FailsAccount = true };
        using FakePipeline pipeline = new();
        DateTimeOffset sent = DateTimeOffset.UtcNow;
        await new FindReplicatePredictionCommand { Model = "a/b", Around = sent }.RunAsync(pipeline, server.Client);
        Assert.InRange(server.Until, sent + Hour + TimeSpan.FromMinutes(4), sent + Hour + TimeSpan.FromMinutes(6));
    }

    /// <summary>An API with nothing in it and a clock of its own.</summary>
    private sealed class SkewedServer : HttpMessageHandler
    {
        private readonly TimeSpan _skew;

        public SkewedServer(TimeSpan skew)
        {
            _skew = skew;
            Client = new ReplicateClient(new ReplicateClientOptions { Token = () => "t", Transport = this, MaximumRetryCount = 0 });
        }

        public ReplicateClient Client { get; }

        public bool FailsAccount { get; init; }

        public DateTimeOffset From { get; private set; }

        public DateTimeOffset Until { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool isList = request.RequestUri!.AbsolutePath == "/v1/predictions";
            if (isList)
            {
                From = Time(request.RequestUri, "created_after");
                Until = Time(request.RequestUri, "created_before");
            }

            HttpResponseMessage answer = new(!isList && FailsAccount ? HttpStatusCode.Forbidden : HttpStatusCode.OK)
            {
                Content = new StringContent(isList ? "{\"next\":null,\"results\":[]}" : "{\"username\":\"me\"}", Encoding.UTF8, "application/json"),
            };
            answer.Headers.Date = DateTimeOffset.UtcNow + _skew;
            return Task.FromResult(answer);
        }

        private static DateTimeOffset Time(Uri uri, string name) => DateTimeOffset.Parse(
            Uri.UnescapeDataString(uri.Query.TrimStart('?').Split('&').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal)).Split('=')[1]),
            CultureInfo.InvariantCulture);
    }
}
