using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core.Tests;

/// <summary>Texts that models cut in the middle of a sign.</summary>
public class SafeTextTests
{
    [Theory]
    [InlineData("a harbour", "a harbour")]
    [InlineData("\\ud83d\\ude00", "\ud83d\ude00")]
    [InlineData("so far \\ud83d", "so far \ufffd")]
    [InlineData("\\ude00 and on", "\ufffd and on")]
    [InlineData("\\ude00\\ud83d", "\ufffd\ufffd")]
    [InlineData("\\ud83d\\ud83d\\ude00\\n", "\ufffd\ud83d\ude00\n")]
    [InlineData("\\\\ud83d \\ud83d", "\\ud83d \ufffd")]
    [InlineData("\\u0041\\ud83d\\\"", "A\ufffd\"")]
    public void A_text_is_read_with_a_sign_in_place_of_each_half(string spelled, string text)
    {
        JsonElement json = Bench.Json($"{{\"{spelled}\" : \"{spelled}\"}}");
        JsonProperty member = json.EnumerateObject().Single();
        Assert.Equal(text, SafeText.Of(member.Value));
        Assert.Equal(text, SafeText.NameOf(member));
    }
}
