using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Makes clients for tests, and says what is asked of faults.</summary>
internal static class Bench
{
    public const string Token = "r8_ThisIsASecretThatNobodyMaySee0000000";

    /// <summary>A client in front of a stub, on a clock that runs by itself.</summary>
    public static ReplicateClient Client(
        HttpMessageHandler transport,
        TimeProvider clock,
        Uri? baseUri = null,
        int retries = 5,
        Action<RequestTrace>? trace = null,
        TimeSpan? timeout = null) => new(new ReplicateClientOptions
        {
            BaseUri = baseUri ?? ReplicateClientOptions.DefaultBaseUri,
            Token = () => Token,
            Transport = transport,
            TimeProvider = clock,
            MaximumRetryCount = retries,
            Trace = trace,
            Timeout = timeout ?? TimeSpan.FromSeconds(100),
        });

    /// <summary>A client that speaks to a server over real sockets, with pauses too short to notice.</summary>
    public static ReplicateClient Client(RawServer server, int retries = 2, double timeout = 10) => new(new ReplicateClientOptions
    {
        BaseUri = server.Address,
        Token = () => Token,
        Transport = HttpStack.CreateHandler(),
        MaximumRetryCount = retries,
        RetryInterval = TimeSpan.FromMilliseconds(1),
        Timeout = TimeSpan.FromSeconds(timeout),
    });

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static NewPrediction Prompt(string prompt = "a quiet harbour") =>
        new() { Input = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["prompt"] = prompt }) };

    public static async Task<ReplicateException> FaultOf(Func<Task> call)
    {
        ReplicateException fault = await Assert.ThrowsAsync<ReplicateException>(call);
        Assert.DoesNotContain(Token, fault.ToString(), StringComparison.Ordinal);
        return fault;
    }

    public static async Task<ReplicateException> FaultOf(ErrorKind kind, Func<Task> call)
    {
        ReplicateException fault = await FaultOf(call);
        Assert.True(kind == fault.Kind, $"{fault.Kind} instead of {kind}: {fault}");
        return fault;
    }

    /// <summary>All pages of a list.</summary>
    public static async Task<List<Page<T>>> AllOf<T>(IAsyncEnumerable<Page<T>> pages)
    {
        List<Page<T>> all = new();
        await foreach (Page<T> page in pages)
        {
            all.Add(page);
        }

        return all;
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Directory.CreateDirectory(Path);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "core-tests-" + Guid.NewGuid().ToString("N"));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string[] Names() => Directory.GetFileSystemEntries(Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
