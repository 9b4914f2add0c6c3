using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core.Tests;

/// <summary>
/// What becomes of each call under each fault: how often it arrives, and how it ends. A column reads "2 ok" for a call that
/// succeeded and arrived twice, "1 OutcomeUnknown id" for one that arrived once and whose error holds the id that came.
/// Calls are repeated twice at most; where a connection is closed without a word, the connection pool repeats reads three times more each.
/// </summary>
internal static class FaultTable
{
    /// <summary>How long one try may take, by the test's clock.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    // The last column is how many seconds may pass, by the test's clock.
    private const string Table = """
        fault                       | creates and uploads   | reads              | cancel             | download           | seconds
        none                        | 1 ok                  | 1 ok               | 1 ok               | 1 ok               | 0
        connection refused          | 0 ConnectionFailed    | 0 ConnectionFailed | 0 ConnectionFailed | 0 ConnectionFailed | 0
        unknown host                | 0 ConnectionFailed    | 0 ConnectionFailed | 0 ConnectionFailed | 0 ConnectionFailed | 0
        reset before body           | 1 OutcomeUnknown      | 3 ConnectionFailed | 3 ConnectionFailed | 3 ConnectionFailed | 0
        reset after body            | 1 OutcomeUnknown      | 3 ConnectionFailed | 3 ConnectionFailed | 3 ConnectionFailed | 0
        closed without a word       | 1 OutcomeUnknown      | 12 ConnectionFailed| 3 ConnectionFailed | 12 ConnectionFailed| 0
        stall at headers            | 1 OutcomeUnknown      | 3 ConnectionFailed | 3 ConnectionFailed | 3 ConnectionFailed | 300
        stall in the body           | 1 OutcomeUnknown id   | 3 ConnectionFailed | 3 ConnectionFailed | 4 ConnectionFailed | 400
        cut in the body             | 1 OutcomeUnknown id   | 3 ConnectionFailed | 3 ConnectionFailed | 4 ConnectionFailed | 0
        truncated JSON              | 1 OutcomeUnknown id   | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        empty 200                   | 1 OutcomeUnknown      | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        nameless 200                | 1 OutcomeUnknown      | 1 ok               | 1 ok               | 1 ok               | 0
        HTML 200                    | 1 OutcomeUnknown      | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        HTML 502                    | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 0
        408                         | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 0
        409                         | 1 Conflict            | 1 Conflict         | 1 Conflict         | 1 Conflict         | 0
        429 with seconds            | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        429 with a date             | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        429 in the body             | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        429 in a sentence           | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        429 without a time          | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 1
        429 for ever                | 3 RateLimited         | 3 RateLimited      | 3 RateLimited      | 3 RateLimited      | 16
        429 for an hour             | 3 RateLimited         | 3 RateLimited      | 3 RateLimited      | 3 RateLimited      | 121
        500                         | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 0
        503                         | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 0
        503 with seconds            | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 16
        503 with a date             | 1 OutcomeUnknown      | 3 ServerError      | 3 ServerError      | 3 ServerError      | 16
        redirect to the same origin | 1 BadResponse         | 2 ok               | 1 BadResponse      | 2 ok               | 0
        redirect to another origin  | 1 BadResponse         | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        see other                   | 1 OutcomeUnknown      | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        endless headers             | 1 OutcomeUnknown      | 3 ConnectionFailed | 3 ConnectionFailed | 3 ConnectionFailed | 0
        20 MB body                  | 1 OutcomeUnknown id   | see below          | 1 ok               | 1 ok               | 0
        endless body                | 1 OutcomeUnknown id   | 1 BadResponse      | 1 BadResponse      | see below          | 0
        20 MB refusal               | 1 InvalidInput        | 1 InvalidInput     | 1 InvalidInput     | 1 InvalidInput     | 0
        gzip bomb                   | 1 OutcomeUnknown id   | 1 BadResponse      | 1 BadResponse      | 1 BadResponse      | 0
        invalid UTF-8               | 1 ok                  | 1 ok               | 1 ok               | 1 ok               | 0
        JSON 10,000 deep            | 1 OutcomeUnknown id   | 1 BadResponse      | 1 BadResponse      | 1 ok               | 0
        duplicate keys              | 1 ok                  | 1 ok               | 1 ok               | 1 ok               | 0
        wrong types                 | see below             | 1 ok               | 1 ok               | 1 ok               | 0
        unknown status              | 1 ok                  | 1 ok               | 1 ok               | 1 ok               | 0
        negative times              | 1 ok                  | 1 ok               | 1 ok               | 1 ok               | 0
        clock jumps back            | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        clock jumps ahead           | 2 ok                  | 2 ok               | 2 ok               | 2 ok               | 8
        """;

    // Where the calls of a column differ. What holds outputs may be large; models and deployments are known by their name, the others by an id.
    private static readonly Dictionary<(string Fault, string Call), string> Exceptions = new()
    {
        [("20 MB body", "account")] = "1 BadResponse",
        [("20 MB body", "get")] = "1 ok",
        [("20 MB body", "list")] = "1 ok",
        [("wrong types", "pinned")] = "1 OutcomeUnknown",
        [("wrong types", "official")] = "1 OutcomeUnknown",
        [("wrong types", "deployment")] = "1 OutcomeUnknown",
        [("wrong types", "training")] = "1 OutcomeUnknown",
        [("wrong types", "upload")] = "1 OutcomeUnknown",
        [("wrong types", "model")] = "1 ok",
        [("wrong types", "new deployment")] = "1 ok",
    };

    public static IEnumerable<Cell> Cells =>
        from line in Table.Split('\n').Skip(1)
        let columns = line.Split('|').Select(column => column.Trim()).ToArray()
        from call in Calls.All
        let column = Calls.Creates.Contains(call) ? columns[1] : Calls.Reads.Contains(call) ? columns[2] : call == "cancel" ? columns[3] : columns[4]
        let expected = column == "see below" ? Exceptions.GetValueOrDefault((columns[0], call)) : column
        where expected is not null
        select new Cell(columns[0], call, expected, int.Parse(columns[5]));
}

/// <summary>One cell of the table.</summary>
internal sealed record Cell(string Fault, string Call, string Expected, int Seconds);
