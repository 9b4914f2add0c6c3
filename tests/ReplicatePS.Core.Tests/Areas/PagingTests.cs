using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class PagingTests
{
    [Fact]
    public async Task A_page_is_asked_for_when_it_is_wanted()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"next\":\"https://api.replicate.com/v1/predictions?cursor=2\",\"results\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
        await foreach (Page<Prediction> page in Bench.Client(stub, TimeProvider.System).Predictions.ListAsync())
        {
            Assert.Equal(new[] { "a", "b" }, page.Results.Select(prediction => prediction.Id));
            break;
        }

        Assert.Single(stub.Seen);
    }

    [Theory]
    [InlineData("https://api.replicate.com/v1/predictions?cursor=bz0x%3D", "/v1/predictions?cursor=bz0x%3D")]
    [InlineData("http://api.replicate.com/v1/predictions?cursor=2", "/v1/predictions?cursor=2")]
    [InlineData("/v1/predictions?cursor=2", "/v1/predictions?cursor=2")]
    [InlineData("?cursor=2", "/v1/predictions?cursor=2")]
    public async Task A_next_link_may_be_absolute_relative_or_http(string next, string asked)
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"next\":\"{next}\",\"results\":[]}}").Then(200, "{\"results\":[]}");
        Assert.Equal(2, (await Bench.AllOf(Bench.Client(stub, TimeProvider.System).Predictions.ListAsync())).Count);
        Assert.Equal(("https", asked), (stub.Seen[1].Uri.Scheme, stub.Seen[1].Uri.PathAndQuery));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"next\":null,\"results\":[]}")]
    [InlineData("{\"next\":\"null\",\"results\":null}")]
    [InlineData("{\"next\":\"\",\"results\":[]}")]
    [InlineData("{\"next\":5,\"results\":{}}")]
    public async Task Without_a_link_the_list_ends(string page)
    {
        StubTransport stub = new StubTransport().Then(200, page);
        Assert.Empty((await Bench.AllOf(Bench.Client(stub, TimeProvider.System).Trainings.ListAsync())).Single().Results);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_end()
    {
        StubTransport stub = new StubTransport()
            .Then(200, "{\"next\":\"/v1/deployments?cursor=2\",\"results\":[]}")
            .Then(200, "{\"next\":\"/v1/deployments\",\"results\":[]}");
        await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.AllOf(Bench.Client(stub, TimeProvider.System).Deployments.ListAsync()));
        Assert.Equal(2, stub.Seen.Count);
    }
}
