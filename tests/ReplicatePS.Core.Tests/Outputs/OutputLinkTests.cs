using System;
using System.IO;
using System.Linq;
using System.Text;

namespace ReplicatePS.Core.Tests;

public class OutputLinkTests
{
    [Fact]
    public void Links_are_found_at_any_depth_in_their_order()
    {
        var links = OutputLink.In(Bench.Json("""
            {"a":["https://replicate.delivery/x/out-0.png",{"b":"data:text/plain;base64,aGk="}],"c":"words","d":5,"e":null,"f":"http://x.example/y","g":"\ud800"}
            """));
        Assert.Equal(new[] { "out-0.png", "output-1.txt", "y" }, links.Select(link => link.FileName));
        Assert.Equal(new[] { 0, 1, 2 }, links.Select(link => link.Index));
        Assert.Empty(OutputLink.In(null));
    }

    [Theory]
    [InlineData("data: the following figures, and more")]
    [InlineData("data:nothing")]
    [InlineData("https://example.com is where to look")]
    [InlineData("https://")]
    [InlineData("ftp://example.com/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("../x")]
    [InlineData("")]
    public void Text_that_only_looks_like_a_link_is_none(string text)
    {
        Assert.Empty(OutputLink.In(Bench.Json(System.Text.Json.JsonSerializer.Serialize(text))));
        Assert.Throws<ReplicateException>(() => OutputLink.Of(text));
    }

    [Theory]
    [InlineData("https://x.example/..%2f..%2fetc%2fpasswd")]
    [InlineData("https://x.example/%2e%2e")]
    [InlineData("https://x.example/..%5c..%5cboot.ini")]
    [InlineData("https://x.example/C%3A%5Cautoexec.bat")]
    [InlineData("https://x.example/a%00b.png")]
    [InlineData("https://x.example/name.%20.%20")]
    [InlineData("https://x.example/CON")]
    [InlineData("https://x.example/aux.tar.gz")]
    [InlineData("https://x.example/nul%20.txt")]
    [InlineData("https://x.example/")]
    [InlineData("https://x.example/?name=../x")]
    [InlineData("https://x.example/%E2%80%AEgnp.exe")]
    [InlineData("https://x.example/a%2Fb%3Fc%2Ad%22e")]
    [InlineData("https://x.example/%F0%9F%98%80%F0%9F%98%80.png")]
    public void A_name_from_a_url_cannot_leave_a_folder_or_open_a_device(string url) => AssertSafe(OutputLink.Of(url).FileName);

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        foreach (string stem in new[] { new string('a', 500), string.Concat(Enumerable.Repeat("😀", 100)), "x" + string.Concat(Enumerable.Repeat("😀", 100)) })
        {
            string name = OutputLink.Of($"https://x.example/{Uri.EscapeDataString(stem)}.png").FileName;
            AssertSafe(name);
            Assert.EndsWith(".png", name, StringComparison.Ordinal);
        }

        AssertSafe(OutputLink.Of("https://x.example/" + new string('a', 79) + "." + new string('b', 300)).FileName);
    }

    [Theory]
    [InlineData("data:image/png;base64,aGk=", "hi", "output-0.png")]
    [InlineData("data:;base64,aGk%3D", "hi", "output-0")]
    [InlineData("data:text/plain;charset=utf-8,a%20b", "a b", "output-0.txt")]
    [InlineData("DATA:,x", "x", "output-0")]
    public void Inline_content_is_decoded(string uri, string content, string name)
    {
        OutputLink link = OutputLink.Of(uri);
        Assert.True(link.IsInline);
        Assert.Equal(content, Encoding.UTF8.GetString(link.ReadInline()));
        Assert.Equal(name, link.FileName);
    }

    [Fact]
    public void Inline_content_that_is_broken_says_so() =>
        Assert.Equal(ErrorKind.BadResponse, Assert.Throws<ReplicateException>(() => OutputLink.Of("data:image/png;base64,%%%").ReadInline()).Kind);

    private static void AssertSafe(string name)
    {
        Assert.NotEmpty(name);
        Assert.Equal(name, Path.GetFileName(name));
        Assert.DoesNotContain(name, c => "<>:\"/\\|?*\0\u202E".Contains(c));
        Assert.False(name.EndsWith('.') || name.EndsWith(' ') || name.StartsWith('.'), name);
        Assert.DoesNotContain(name.Split('.')[0].Trim().ToUpperInvariant(), new[] { "CON", "PRN", "AUX", "NUL", "COM1" });
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 245);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }
}
