using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class ProblemTests
{
    [Theory]
    [InlineData(401, "{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a valid authentication token\",\"status\":401}\n", "You did not pass a valid authentication token.")]
    [InlineData(401, "{\"detail\":\"Invalid token.\"}", "Invalid token.")]
    [InlineData(402, "{\"title\":\"Insufficient credit\",\"detail\":\"Buy some.\",\"status\":402}", "Buy some.")]
    [InlineData(403, "{\"detail\":\"Not yours\"}", "Not yours.")]
    [InlineData(404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}\n", "The requested resource could not be found.")]
    [InlineData(409, "{\"errors\":[{\"detail\":\"A model with that name and owner already exists\"}]}", "A model with that name and owner already exists.")]
    [InlineData(400, "{\"title\":\"Validation failed\",\"status\":400,\"detail\":\"- hardware: bad\\n- name: bad\\n\",\"errors\":[{\"pointer\":\"/hardware\",\"detail\":\"bad\"}]}", "hardware: bad; name: bad.")]
    [InlineData(400, "{\"title\":\"Validation failed\",\"detail\":\"The following errors were found:\\n- hardware: bad\"}", "hardware: bad.")]
    [InlineData(422, "{\"detail\":\"- input: prompt is required\\n\",\"status\":422,\"title\":\"Input validation failed\",\"invalid_fields\":[{\"type\":\"required\",\"field\":\"input\",\"description\":\"prompt is required\"},{\"type\":\"number_lte\",\"field\":\"input.steps\",\"description\":\"Must be less than or equal to 4\"},{\"field\":\"\",\"description\":\"version is required\"}]}", "input: prompt is required; input.steps: Must be less than or equal to 4; version is required.")]
    [InlineData(422, "{\"title\":\"Invalid version or not permitted\",\"detail\":\"No such version\",\"status\":422}", "No such version.")]
    [InlineData(429, "{\"title\":\"Slow down\"}", "Slow down.")]
    [InlineData(502, "<html><head><title>502</title></head><body><script>x()</script><h1>Bad &amp; broken</h1></body></html>", "Bad & broken")]
    [InlineData(503, "no healthy upstream", "no healthy upstream")]
    [InlineData(500, "{\"detail\":[{\"loc\":[\"a\"]}]}", "[{\"loc\":[\"a\"]}]")]
    [InlineData(500, "{\"detail\":null,\"title\":5}", "5.")]
    public async Task Each_shape_of_problem_is_said_in_its_message(int status, string body, string said)
    {
        StubTransport stub = new StubTransport().Then(status, body);
        ReplicateException fault = await Bench.FaultOf(() => Bench.Client(stub, TimeProvider.System, retries: 0).Account.GetAsync());
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"({status})", fault.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int)fault.StatusCode!);
    }

    [Fact]
    public async Task An_empty_answer_still_says_something()
    {
        StubTransport stub = new StubTransport().Then(_ =>
        {
            var response = StubTransport.Answer(503, string.Empty);
            response.ReasonPhrase = string.Empty;
            return response;
        });
        ReplicateException fault = await Bench.FaultOf(() => Bench.Client(stub, TimeProvider.System, retries: 0).Account.GetAsync());
        Assert.EndsWith("no explanation came with it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_id_is_kept()
    {
        StubTransport stub = new StubTransport().Then(404, "{}", ("cf-ray", "ray-7"));
        Assert.Equal("ray-7", (await Bench.FaultOf(() => Bench.Client(stub, TimeProvider.System).Account.GetAsync())).RequestId);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("json")]
    public async Task A_huge_answer_makes_a_short_message_quickly(string kind)
    {
        string body = kind == "html"
            ? string.Concat(Enumerable.Repeat("<script", 1_000_000))
            : $"{{\"detail\":\"{new string('x', 5_000_000)}\"}}";
        StubTransport stub = new StubTransport().Then(404, body);
        Stopwatch watch = Stopwatch.StartNew();
        ReplicateException fault = await Bench.FaultOf(() => Bench.Client(stub, TimeProvider.System).Account.GetAsync());
        Assert.InRange(fault.Message.Length, 1, 3000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }
}
