using System;
using System.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ReplicatePS.Benchmarks.Server;

// Listens on a free port of this machine, prints its address and ends when its input does.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
builder.Logging.ClearProviders();
await using WebApplication app = builder.Build();
app.Run(CannedAnswers.AnswerAsync);
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await Console.In.ReadToEndAsync();
