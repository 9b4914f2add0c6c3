using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class ModelRouteTests : IDisposable
{
    private readonly TestClock _clock = new TestClock().AutoAdvance();

    private static readonly ModelReference Sketcher = new("acme", "sketcher");

    [Theory]
    [InlineData(ModelSort.LatestVersionCreatedAt, true, "sort_by=latest_version_created_at&sort_direction=desc")]
    [InlineData(ModelSort.ModelCreatedAt, false, "sort_by=model_created_at&sort_direction=asc")]
    public async Task Models_are_listed_in_the_order_that_was_asked_for(ModelSort sort, bool descending, string query)
    {
        StubTransport stub = new StubTransport()
            .Then(200, "{\"results\":[{\"owner\":\"a\",\"name\":\"b\"}],\"next\":\"https://api.replicate.com/v1/models?cursor=x\"}")
            .Then(200, "{\"results\":[],\"next\":null}");
        List<Page<Model>> pages = await Bench.AllOf(Client(stub).Models.ListAsync(sort, descending));
        Assert.Equal(new[] { $"GET /v1/models?{query}", "GET /v1/models?cursor=x" }, stub.Routes);
        Assert.Equal("a/b", pages[0].Results.Single().FullName);
    }

    [Fact]
    public async Task A_search_sends_its_words_as_they_are()
    {
        StubTransport stub = new StubTransport().Then(503, string.Empty).Then(200, "{\"next\":null,\"results\":[{\"owner\":\"a\",\"name\":\"b\"}]}");
        IReadOnlyList<Model> found = await Client(stub).Models.SearchAsync("a \"quiet\" hafen ö");
        Assert.Equal(new[] { "QUERY /v1/models", "QUERY /v1/models" }, stub.Routes);
        Assert.All(stub.Seen, request => Assert.Equal("a \"quiet\" hafen ö", request.Body));
        Assert.Equal("b", found.Single().Name);
    }

    [Fact]
    public async Task A_change_sends_what_was_given_and_nothing_else()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"owner\":\"acme\",\"name\":\"sketcher\"}");
        await Client(stub).Models.UpdateAsync(Sketcher, new ModelChange { Readme = "# Hi", Description = string.Empty, WeightsUrl = "https://w.example" });
        Assert.Equal("PATCH /v1/models/acme/sketcher", stub.Routes.Single());
        Assert.Equal("{\"description\":\"\",\"readme\":\"# Hi\",\"weights_url\":\"https://w.example\"}", stub.Seen[0].Body);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Models.UpdateAsync(Sketcher, new ModelChange()));
        Assert.Single(stub.Seen);
    }

    [Fact]
    public async Task A_readme_is_text()
    {
        StubTransport stub = new StubTransport().Then(_ => StubTransport.Answer(200, "\uFEFF# Sketcher\n{", "text/plain"));
        Assert.Equal("# Sketcher\n{", await Client(stub).Models.GetReadmeAsync(Sketcher));
        Assert.Equal("GET /v1/models/acme/sketcher/readme", stub.Routes.Single());
        await Bench.FaultOf(ErrorKind.NotFound, () => Client(new StubTransport().Then(404, "{\"detail\":\"no\"}")).Models.GetReadmeAsync(Sketcher));
    }

    [Fact]
    public async Task Examples_are_predictions()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"results\":[{\"id\":\"p1\",\"status\":\"succeeded\"}]}");
        List<Page<Prediction>> pages = await Bench.AllOf(Client(stub).Models.ListExamplesAsync(Sketcher));
        Assert.Equal("GET /v1/models/acme/sketcher/examples", stub.Routes.Single());
        Assert.Equal("p1", pages.Single().Results.Single().Id);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Models_and_versions_are_deleted_whatever_the_status_of_success(int status)
    {
        StubTransport stub = new StubTransport().Then(status, string.Empty);
        await Client(stub).Models.DeleteAsync(Sketcher);
        await Client(stub).Models.DeleteVersionAsync(Sketcher.At("v1"));
        Assert.Equal(new[] { "DELETE /v1/models/acme/sketcher", "DELETE /v1/models/acme/sketcher/versions/v1" }, stub.Routes);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Models.DeleteVersionAsync(Sketcher));
    }

    [Fact]
    public async Task A_collection_comes_with_its_models()
    {
        StubTransport stub = new StubTransport()
            .Then(200, "{\"results\":[{\"name\":\"Sketches\",\"slug\":\"sketches\",\"description\":\"Line art\"}],\"next\":\"null\"}")
            .Then(200, "{\"name\":\"Sketches\",\"slug\":\"sketches\",\"full_description\":\"# S\",\"models\":[{\"owner\":\"a\",\"name\":\"b\"}]}");
        Collection listed = (await Bench.AllOf(Client(stub).Collections.ListAsync())).Single().Results.Single();
        Assert.Equal(("sketches", "Sketches", "Line art", null), (listed.Slug, listed.Name, listed.Description, listed.FullDescription));
        Assert.Empty(listed.Models);
        stub.Then(200, "{}");
        ReplicateClient client = Client(new StubTransport().Then(200, "{\"slug\":\"sketches\",\"full_description\":\"# S\",\"models\":[{\"owner\":\"a\",\"name\":\"b\"}]}"));
        Collection read = await client.Collections.GetAsync("sketches");
        Assert.Equal("# S", read.FullDescription);
        Assert.Equal("a/b", read.Models.Single().FullName);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Collections.GetAsync("../account"));
    }

    [Fact]
    public async Task A_search_of_everything_needs_no_token()
    {
        StubTransport stub = new StubTransport().Then(200, """
            {"query":"harbour","models":[{"model":{"owner":"acme","name":"sketcher"},"metadata":{"generated_description":"Draws","tags":["image"],"score":0.91}}],
             "collections":[{"name":"Sketches","slug":"sketches","description":"Line art","models":["acme/sketcher"]}],
             "pages":[{"name":"Pricing","href":"/pricing"}]}
            """);
        ReplicateClient client = new(new ReplicateClientOptions { Token = () => null, Transport = stub, TimeProvider = _clock });
        SearchResult found = await client.Search.FindAsync("a & b", 50);
        Assert.Equal("GET /v1/search?query=a%20%26%20b&limit=50", stub.Routes.Single());
        Assert.Null(stub.Seen[0].Authorization);
        FoundModel model = found.Models.Single();
        Assert.Equal(("acme/sketcher", "Draws", "image", 0.91), (model.Model.FullName, model.GeneratedDescription, model.Tags.Single(), model.Score));
        Assert.Equal("sketches", found.Collections.Single().Slug);
        Assert.Equal("/pricing", found.Pages.Single().Href);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Search.FindAsync("x", 51));
        await Bench.FaultOf(ErrorKind.TokenMissing, () => client.Account.GetAsync());
        await Client(stub).Search.FindAsync("x");
        Assert.Equal("Bearer " + Bench.Token, stub.Seen[^1].Authorization);
    }

    public void Dispose() => _clock.Dispose();

    private ReplicateClient Client(StubTransport stub) => Bench.Client(stub, _clock);
}
