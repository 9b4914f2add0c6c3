using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class SchemaTests
{
    private const string Choice = "\"choice\":{\"title\":\"choice\",\"enum\":[\"a\",\"b\"],\"type\":\"string\"},\"number\":{\"enum\":[1,2],\"type\":\"integer\"},\"bare\":{\"enum\":[0.5,1]}";

    [Theory]
    [InlineData("{\"type\":\"integer\",\"minimum\":1,\"maximum\":4.0,\"default\":2}", "integer", "2", 1.0, 4.0, "")]
    [InlineData("{\"type\":\"number\",\"ge\":0,\"le\":1,\"default\":1}", "number", "1", 0.0, 1.0, "")]
    [InlineData("{\"type\":\"integer\",\"format\":\"uint8\"}", "integer", null, null, null, "")]
    [InlineData("{\"type\":\"string\",\"default\":null}", "string", null, null, null, "")]
    [InlineData("{\"type\":\"string\",\"format\":\"uri\"}", "file", null, null, null, "")]
    [InlineData("{\"type\":\"string\",\"format\":\"password\",\"writeOnly\":true,\"x-cog-secret\":true}", "secret", null, null, null, "")]
    [InlineData("{\"allOf\":[{\"$ref\":\"#/components/schemas/choice\"}],\"default\":\"b\"}", "string", "\"b\"", null, null, "\"a\",\"b\"")]
    [InlineData("{\"allOf\":[{\"$ref\":\"#/components/schemas/number\"}]}", "integer", null, null, null, "1,2")]
    [InlineData("{\"allOf\":[{\"$ref\":\"#/components/schemas/bare\"}]}", "number", null, null, null, "0.5,1")]
    [InlineData("{\"$ref\":\"#/components/schemas/choice\"}", "string", null, null, null, "\"a\",\"b\"")]
    [InlineData("{\"type\":\"integer\",\"enum\":[\"1\",\"2\"],\"default\":\"2\"}", "integer", "2", null, null, "1,2")]
    [InlineData("{\"type\":\"boolean\",\"enum\":[\"True\",\"False\"]}", "boolean", null, null, null, "true,false")]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"uri\"}}", "file[]", null, null, null, "")]
    [InlineData("{\"type\":\"array\",\"items\":{\"anyOf\":[]}}", "any[]", null, null, null, "")]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}}", "number[][]", null, null, null, "")]
    [InlineData("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"type\":\"string\"}}]}", "string|string[]", null, null, null, "")]
    [InlineData("{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}", "integer", null, null, null, "")]
    [InlineData("{\"type\":[\"string\",\"null\"]}", "string", null, null, null, "")]
    [InlineData("{}", "any", null, null, null, "")]
    [InlineData("{\"$ref\":\"#/components/schemas/nowhere\"}", "any", null, null, null, "")]
    public async Task Every_form_of_an_input_is_read(string form, string type, string? value, double? minimum, double? maximum, string choices)
    {
        SchemaField field = (await Read(SchemaKind.Input, $"\"Input\":{{\"properties\":{{\"x\":{form}}}}},{Choice}"))!.Single();
        Assert.Equal(
            (type, value, minimum, maximum, choices),
            (field.Type, field.Default?.GetRawText(), field.Minimum, field.Maximum, string.Join(",", field.Choices.Select(one => one.GetRawText()))));
    }

    [Fact]
    public async Task Inputs_come_in_the_authors_order()
    {
        IReadOnlyList<SchemaField> fields = (await Read(
            SchemaKind.Input,
            "\"Input\":{\"required\":[\"b\"],\"properties\":{\"z\":{},\"c\":{\"x-order\":10},\"a\":{\"x-order\":2},\"b\":{\"x-order\":0,\"description\":\"first\"}}}"))!;
        Assert.Equal(new[] { "b", "a", "c", "z" }, fields.Select(field => field.Name));
        Assert.Equal(new[] { "b" }, fields.Where(field => field.IsRequired).Select(field => field.Name));
        Assert.Equal("first", fields[0].Description);
    }

    [Theory]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"uri\"}}", "output file[]")]
    [InlineData("{\"title\":\"Output\"}", "output any")]
    [InlineData("{\"$ref\":\"#/components/schemas/Made\"}", "mask file, text string")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}", "n integer")]
    public async Task An_output_is_one_value_or_an_object(string form, string expected)
    {
        string made = "\"Made\":{\"type\":\"object\",\"properties\":{\"mask\":{\"type\":\"string\",\"format\":\"uri\"},\"text\":{\"type\":\"string\"}}}";
        IReadOnlyList<SchemaField> fields = (await Read(SchemaKind.Output, $"\"Output\":{form},{made}"))!;
        Assert.Equal(expected, string.Join(", ", fields.Select(field => $"{field.Name} {field.Type}")));
    }

    [Fact]
    public async Task A_schema_that_leads_in_circles_comes_to_an_end()
    {
        string circle = "\"A\":{\"allOf\":[{\"$ref\":\"#/components/schemas/A\"}],\"items\":{\"$ref\":\"#/components/schemas/A\"}}";
        Assert.Equal("any", (await Read(SchemaKind.Input, $"\"Input\":{{\"properties\":{{\"x\":{{\"$ref\":\"#/components/schemas/A\"}}}}}},{circle}"))!.Single().Type);
    }

    [Fact]
    public async Task What_a_schema_does_not_say_is_null()
    {
        Assert.Empty((await Read(SchemaKind.Input, "\"Input\":{\"type\":\"object\"}"))!);
        Assert.Null(await Read(SchemaKind.Training, "\"Input\":{}"));
        Assert.Null(await Read(SchemaKind.Output, "\"Input\":{}"));
    }

    private static async Task<IReadOnlyList<SchemaField>?> Read(SchemaKind kind, string schemas)
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"id\":\"v\",\"openapi_schema\":{{\"components\":{{\"schemas\":{{{schemas}}}}}}}}}");
        using TestClock clock = new();
        return (await Bench.Client(stub, clock).Models.GetVersionAsync(new ModelReference("a", "b", "v"))).ReadSchema(kind);
    }
}
