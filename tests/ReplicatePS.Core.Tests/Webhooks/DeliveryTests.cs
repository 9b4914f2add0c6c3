using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class DeliveryTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Body = "{\"test\": 2432232314}";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void A_known_delivery_is_genuine() => Assert.Null(Fault(Good));

    [Fact]
    public void A_body_beyond_ASCII_is_genuine()
    {
        WebhookDelivery delivery = new()
        {
            Id = "msg_emu000000000000000000000001",
            Timestamp = "1700000000",
            Signature = "v1,ry1/8e9kiCQ7I6JuM5GxUu6zu4UBrqRS3FXS2Y1L2bo=",
            Body = Encoding.UTF8.GetBytes("{\"id\":\"emu0000000000000000000001\",\"status\":\"succeeded\",\"output\":\"héllo\"}"),
        };
        Assert.Null(delivery.FindFault("whsec_ZW11bGF0b3Itc2VjcmV0LTAxMjM0NTY3ODlhYmNkZWY=", DateTimeOffset.FromUnixTimeSeconds(1700000000), TimeSpan.Zero));
    }

    [Theory]
    [InlineData("v1,!!! " + Good)]
    [InlineData("v1, " + Good)]
    [InlineData("v2,zzz v1,AAAA " + Good + " v1,BBBB")]
    [InlineData(Good + " v1a,zzz")]
    public void One_good_signature_among_others_is_enough(string signatures) => Assert.Null(Fault(signatures));

    [Theory]
    [InlineData("v1,AAAA")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,")]
    public void No_good_signature_is_a_fault(string signatures) => Assert.Contains("signature", Fault(signatures), StringComparison.Ordinal);

    [Fact]
    public void Another_body_id_time_or_secret_is_a_fault()
    {
        Assert.NotNull(Fault(Good, body: Body.Replace(" ", string.Empty, StringComparison.Ordinal)));
        Assert.NotNull(Fault(Good, id: "msg_other"));
        Assert.NotNull(Fault(Good, timestamp: "1614265331"));
        Assert.NotNull(Fault(Good, secret: "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"));
    }

    [Theory]
    [InlineData(300, 300, true)]
    [InlineData(301, 300, false)]
    [InlineData(-301, 300, false)]
    [InlineData(1000000, null, true)]
    public void The_time_is_held_against_the_tolerance(int late, int? tolerance, bool isGenuine) => Assert.Equal(
        isGenuine,
        Delivery(Good).FindFault(Secret, Then.AddSeconds(late), tolerance is { } seconds ? TimeSpan.FromSeconds(seconds) : null) is null);

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999999")]
    [InlineData("")]
    [InlineData(null)]
    public void A_timestamp_that_is_none_is_a_fault(string? timestamp) =>
        Assert.Contains("webhook-timestamp", Delivery(Good, timestamp: timestamp).FindFault(Secret, Then, null), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_***")]
    public void A_secret_that_is_none_is_no_verdict(string secret) =>
        Assert.Throws<ReplicateException>(() => Delivery(Good).FindFault(secret, Then, null));

    [Fact]
    public async Task The_secret_is_read_from_the_account()
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"key\":\"{Secret}\"}}").Then(200, "{}");
        ReplicateClient client = Bench.Client(stub, new TestClock());
        Assert.Equal(Secret, await client.Webhooks.GetSecretAsync());
        Assert.Equal("GET /v1/webhooks/default/secret", stub.Routes.Single());
        await Bench.FaultOf(ErrorKind.BadResponse, () => client.Webhooks.GetSecretAsync());
    }

    private static string? Fault(string signatures, string body = Body, string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", string timestamp = "1614265330", string secret = Secret) =>
        Delivery(signatures, body, id, timestamp).FindFault(secret, Then, TimeSpan.FromMinutes(5));

    private static WebhookDelivery Delivery(
        string signatures, string body = Body, string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", string? timestamp = "1614265330") => new()
        {
            Id = id,
            Timestamp = timestamp,
            Signature = signatures,
            Body = Encoding.UTF8.GetBytes(body),
        };
}
