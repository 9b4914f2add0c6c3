using System;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class AddressTests
{
    [Theory]
    [InlineData("https://api.replicate.com", "https://api.replicate.com/v1/account")]
    [InlineData("https://api.replicate.com/", "https://api.replicate.com/v1/account")]
    [InlineData("https://api.replicate.com/v1", "https://api.replicate.com/v1/account")]
    [InlineData("https://api.replicate.com/v1/", "https://api.replicate.com/v1/account")]
    [InlineData("http://localhost:5000", "http://localhost:5000/v1/account")]
    [InlineData("https://gateway.example/replicate/v1", "https://gateway.example/replicate/v1/account")]
    public async Task The_base_url_may_come_with_its_version_or_without(string given, string called)
    {
        StubTransport stub = new StubTransport().Then(200, "{\"username\":\"alice\"}");
        await Bench.Client(stub, TimeProvider.System, new Uri(given)).Account.GetAsync();
        Assert.Equal(called, stub.Seen.Single().Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://api.replicate.com")]
    [InlineData("file:///v1")]
    [InlineData("relative/v1")]
    public void An_address_that_is_no_web_address_is_refused(string given)
    {
        Uri address = new(given, UriKind.RelativeOrAbsolute);
        ReplicateException fault = Assert.Throws<ReplicateException>(() => Bench.Client(new StubTransport(), TimeProvider.System, address));
        Assert.Equal(ErrorKind.InvalidInput, fault.Kind);
    }

    [Fact]
    public void An_address_with_a_password_is_refused_without_showing_it()
    {
        Uri address = new("https://alice:hidden@api.replicate.com/v1");
        ReplicateException fault = Assert.Throws<ReplicateException>(() => Bench.Client(new StubTransport(), TimeProvider.System, address));
        Assert.DoesNotContain("hidden", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_plain_is_escaped_in_the_path()
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await Bench.Client(stub, TimeProvider.System).Predictions.GetAsync("ünï+=~");
        Assert.Equal("/v1/predictions/%C3%BCn%C3%AF%2B%3D~", stub.Seen.Single().Uri.AbsolutePath);
    }
}
