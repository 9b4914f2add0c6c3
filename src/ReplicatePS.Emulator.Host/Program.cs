using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ReplicatePS.Emulator.Host;

/// <summary>Puts the emulator behind a port.</summary>
internal static class Program
{
    private const string Help =
        """
        Puts a Replicate account in memory behind a port, for curl and other clients.

          --urls <url>            where to listen                       (http://127.0.0.1:5005)
          --speed <n>             emulated seconds per real second      (1)
          --token <token>         the only token that is right          (any token is)
          --username <name>       whom the account belongs to           (you)
          --require-token         refuse requests without a token
          --no-rate-limits        never answer status 429, and say so
          --faults <n>            percent of requests that meet each of (0)
                                  429, 502, 503 and a lost connection
          --seed <n>              begin with so many finished predictions
          --seed-models <n>       begin with so many models more
          --files-secret <text>   what signatures of file downloads are made with
          --webhook-secret <text> what webhooks are signed with         (a new secret)
        """;

    private static async Task<int> Main(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        // Switches without a value come first, so that the next option is not taken for it.
        bool requireToken = args.Contains("--require-token");
        bool noRateLimits = args.Contains("--no-rate-limits");
        args = args.Where(arg => arg is not ("--require-token" or "--no-rate-limits")).ToArray();

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        IConfiguration given = builder.Configuration;
        using var emulator = new ReplicateEmulator(new EmulatorOptions
        {
            Speed = double.Parse(given["speed"] ?? "1", CultureInfo.InvariantCulture),
            Token = given["token"],
            Username = given["username"] ?? "you",
            RequireToken = requireToken,
            EnforceRateLimits = !noRateLimits,
            FilesSigningSecret = given["files-secret"] ?? "files-signing-secret",
            WebhookSigningSecret = given["webhook-secret"],
        });
        emulator.SeedPredictions(int.Parse(given["seed"] ?? "0", CultureInfo.InvariantCulture));
        emulator.SeedModels(int.Parse(given["seed-models"] ?? "0", CultureInfo.InvariantCulture));

        AddFaults(emulator, double.Parse(given["faults"] ?? "0", CultureInfo.InvariantCulture) / 100);

        string url = given["urls"] ?? "http://127.0.0.1:5005";
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        await using WebApplication app = builder.Build();
        var door = new HttpDoor(emulator);
        app.Run(door.AnswerAsync);
        await app.StartAsync();

        string address = app.Urls.First().TrimEnd('/');
        Console.WriteLine($"Replicate emulator at {address}/v1 - set REPLICATE_BASE_URL={address} and REPLICATE_API_TOKEN={given["token"] ?? "r8_any"}; Ctrl+C ends it.");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Bad weather: half of the connections are lost before the request was carried out, half after.</summary>
    private static void AddFaults(ReplicateEmulator emulator, double share)
    {
        Fault[] faults = { Fault.Throttle("1"), Fault.HtmlBadGateway(), Fault.EmptyUnavailable() };
        for (int i = 0; i < faults.Length && share > 0; i++)
        {
            emulator.Faults.AddShare("*", "/v1/", faults[i], share, seed: i);
        }

        if (share > 0)
        {
            emulator.Faults.AddShare("*", "/v1/", Fault.ResetBeforeBody(), share / 2, seed: 10);
            emulator.Faults.AddShare("*", "/v1/", Fault.ResetAfterProcessing(), share / 2, seed: 11);
        }
    }
}
