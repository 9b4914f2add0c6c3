using System;
using System.Collections;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Every fault of the table against every call: nothing is sent twice, nothing is lost, nothing lasts too long.</summary>
public class FaultMatrixTests
{
    // What a test may really take; by its own clock it takes what the table says.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, string, int> Cells
    {
        get
        {
            TheoryData<string, string, string, int> all = new();
            foreach (Cell cell in FaultTable.Cells)
            {
                all.Add(cell.Fault, cell.Call, cell.Expected, cell.Seconds);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_call_under_a_fault_ends_as_the_table_says(string fault, string call, string expected, int seconds)
    {
        using TemporaryFolder folder = new();
        using TestClock clock = new();
        using RawServer elsewhere = new((connection, _) => connection.AnswerAsync(200, Trouble.Good));
        Trouble trouble = new(clock, elsewhere.Address);
        using RawServer server = new((connection, _) => trouble.ServeAsync(connection, fault), readsBody: fault != "reset before body");
        ReplicateClient client = Client(fault, server, clock);

        (object? result, ReplicateException? thrown) = await EndOf(client, call, folder.Path).WaitAsync(Patience);

        string ending = thrown is null ? "ok" : thrown.Kind + (thrown.Attempt?.Id == Calls.Id ? " id" : string.Empty);
        Assert.True($"{server.Arrived.Count} {ending}" == expected, $"{server.Arrived.Count} {ending} instead of {expected}: {thrown}");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(seconds));
        Assert.InRange(server.Arrived.Select(request => request.Body.Length).Distinct().Count(), 0, 1);
        Assert.All(elsewhere.Arrived, request => Assert.DoesNotContain(Bench.Token, request.Head, StringComparison.Ordinal));
        ReadAll(result);
        if (thrown?.Kind == ErrorKind.OutcomeUnknown)
        {
            CheckAttempt(thrown, server.Arrived.Single(), call, clock);
        }

        Assert.DoesNotContain(folder.Names(), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private static ReplicateClient Client(string fault, RawServer server, TestClock clock)
    {
        // Where pauses are due, time passes by itself, and nothing but pauses takes any.
        bool hasPauses = fault.StartsWith("429", StringComparison.Ordinal) || fault.StartsWith("503 with", StringComparison.Ordinal) || fault.StartsWith("clock", StringComparison.Ordinal);
        if (hasPauses)
        {
            clock.AutoAdvance();
        }

        return new ReplicateClient(new ReplicateClientOptions
        {
            BaseUri = fault == "connection refused" ? RawServer.Nowhere() : server.Address,
            Token = () => Bench.Token,
            Transport = fault == "unknown host" ? WithoutNames() : HttpStack.CreateHandler(),
            TimeProvider = clock,
            MaximumRetryCount = 2,
            RetryInterval = TimeSpan.FromMilliseconds(hasPauses ? 10 : 0),
            Timeout = hasPauses ? Timeout.InfiniteTimeSpan : FaultTable.Timeout,
        });
    }

    private static async Task<(object? Result, ReplicateException? Thrown)> EndOf(ReplicateClient client, string call, string folder)
    {
        try
        {
            return (await Calls.RunAsync(client, call, folder), null);
        }
        catch (ReplicateException thrown)
        {
            Assert.DoesNotContain(Bench.Token, thrown.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(thrown.Message);
            return (null, thrown);
        }
    }

    /// <summary>What is needed to look for something that may have been paid for.</summary>
    private static void CheckAttempt(ReplicateException thrown, RawRequest arrived, string call, TestClock clock)
    {
        Assert.NotNull(thrown.Attempt);
        Assert.Equal($"POST {thrown.Attempt.Path} HTTP/1.1", arrived.Line);
        Assert.InRange(thrown.Attempt.SentAt, clock.GetUtcNow() - clock.Elapsed, clock.GetUtcNow());
        if (call != "upload" && arrived.Body.Length > 0)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arrived.Body))), thrown.Attempt.BodyHash);
        }

        if (thrown.Attempt.Id is { } id)
        {
            Assert.Contains(id, thrown.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever came, reading any member of it never throws.</summary>
    private static void ReadAll(object? result)
    {
        if (result is IEnumerable items and not string)
        {
            foreach (object? item in items)
            {
                ReadAll(item);
            }
        }
        else if (result is ApiObject)
        {
            foreach (PropertyInfo member in result.GetType().GetProperties())
            {
                ReadAll(member.GetValue(result));
            }

            _ = result.ToString();
        }
    }

    private static SocketsHttpHandler WithoutNames() => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound),
    };
}
