using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>Turns an answer that is no success into one readable exception.</summary>
internal static class ProblemReader
{
    private const int ProxyRefusal = (int)HttpStatusCode.ProxyAuthenticationRequired;
    private const int LongestExcerpt = 300;
    private const int LongestSentence = 2000;

    // Of a web page no more than this is looked at: an answer may be as large as it likes.
    private const int LongestPage = 16 * 1024;

    private static readonly Regex Tags = new("<(script|style)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.Singleline | RegexOptions.IgnoreCase);
    private static readonly Regex Blanks = new("\\s+");
    private static readonly Regex ResetsIn = new("(?:resets in ~?|available in )(\\d+(?:\\.\\d+)?)\\s*s", RegexOptions.IgnoreCase);

    public static ReplicateException Read(HttpResponseMessage response, string body, TimeSpan? retryAfter)
    {
        JsonElement problem = Json.TryParse(body, out JsonElement parsed) && parsed.ValueKind == JsonValueKind.Object ? parsed : default;
        string? title = problem.Text("title");
        string? detail = problem.Text("detail") ?? WebErrors(problem);
        ErrorKind kind = KindOf(response.StatusCode);
        string said = Sentence(problem, title, detail) ?? Excerpt(body) ?? Flat(response.ReasonPhrase) ?? "no explanation came with it";
        return new ReplicateException(kind, $"{Opening(kind, response.StatusCode)} {said}")
        {
            StatusCode = response.StatusCode,
            IsProxyRefusal = (int)response.StatusCode == ProxyRefusal,
            Title = title,
            Detail = detail,
            RequestId = RequestIdOf(response),
            RetryAfter = retryAfter,
        };
    }

    public static string? RequestIdOf(HttpResponseMessage response) =>
        Header(response, "x-request-id") ?? Header(response, "cf-ray");

    /// <summary>The seconds that a 429 names in its body, as a member or inside its sentence.</summary>
    public static TimeSpan? RetryAfterInBody(string body)
    {
        if (!Json.TryParse(body, out JsonElement problem) || problem.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (problem.Number("retry_after") is double seconds)
        {
            return Seconds(seconds);
        }

        Match match = ResetsIn.Match(problem.Text("detail") ?? string.Empty);
        return match.Success ? Seconds(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : null;
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    public static TimeSpan? Seconds(double seconds) =>
        seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static ErrorKind KindOf(HttpStatusCode status) => (int)status switch
    {
        401 => ErrorKind.Unauthorized,
        402 => ErrorKind.PaymentRequired,
        403 => ErrorKind.Forbidden,
        404 or 410 => ErrorKind.NotFound,
        ProxyRefusal => ErrorKind.ConnectionFailed,
        409 => ErrorKind.Conflict,
        413 => ErrorKind.FileTooLarge,
        429 => ErrorKind.RateLimited,
        408 or >= 500 => ErrorKind.ServerError,
        >= 400 => ErrorKind.InvalidInput,
        _ => ErrorKind.BadResponse,
    };

    private static string Opening(ErrorKind kind, HttpStatusCode status) => kind switch
    {
        ErrorKind.Unauthorized => "Replicate does not accept the token (401):",
        ErrorKind.PaymentRequired => "The account has no credit (402):",
        ErrorKind.Forbidden => "The account may not do this (403):",
        ErrorKind.NotFound => $"Replicate knows no such thing ({(int)status}):",
        ErrorKind.InvalidInput => $"Replicate refused the request ({(int)status}):",
        ErrorKind.Conflict => "It exists already (409):",
        ErrorKind.ConnectionFailed => "The proxy on the way wants an account, or another one (407):",
        ErrorKind.FileTooLarge => "The file is too large (413):",
        ErrorKind.RateLimited => "Too many requests (429):",
        ErrorKind.ServerError => $"Replicate has trouble answering ({(int)status}):",
        _ => $"Replicate answered with the unexpected status {(int)status}:",
    };

    /// <summary>The faults one by one where the answer lists them, else the detail, else the title.</summary>
    private static string? Sentence(JsonElement problem, string? title, string? detail)
    {
        // A value that breaks a rule breaks the group that the rule stands in as well, which tells a person nothing more.
        IReadOnlyList<JsonElement> fields = problem.Items("invalid_fields");
        bool IsGroup(JsonElement fault) => fault.Text("type") is "number_all_of" or "number_any_of" or "number_one_of";
        string[] faults = fields.Where(fault => !IsGroup(fault) || fields.All(IsGroup)).Select(Fault).OfType<string>().ToArray();
        string? said = faults.Length > 0 ? string.Join("; ", faults) : Bullets(detail) ?? Flat(detail) ?? Flat(title);
        said = said is null ? null : Shorten(said, LongestSentence);
        return said is null || said.EndsWith(".", StringComparison.Ordinal) ? said : said + ".";
    }

    private static string? Fault(JsonElement fault)
    {
        string? field = fault.Text("field");
        string? description = fault.Text("description");
        return description is null || string.IsNullOrEmpty(field) ? description : $"{field}: {description}";
    }

    private static string? WebErrors(JsonElement problem)
    {
        string[] details = problem.Items("errors").Select(error => error.Text("detail")).OfType<string>().ToArray();
        return details.Length > 0 ? string.Join("; ", details) : null;
    }

    /// <summary>The faults of a detail that has one a line; the line that announces them says nothing more.</summary>
    private static string? Bullets(string? detail)
    {
        string[] faults = (detail ?? string.Empty).Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Substring(2).Trim()).ToArray();
        return faults.Length > 0 ? Flat(string.Join("; ", faults)) : null;
    }

    private static string? Flat(string? text)
    {
        string flat = Blanks.Replace(text ?? string.Empty, " ").Trim();
        return flat.Length == 0 ? null : flat;
    }

    /// <summary>What a person would read in an answer that is a web page or plain text.</summary>
    public static string? Excerpt(string body)
    {
        string page = body.Length > LongestPage ? body.Substring(0, LongestPage) : body;
        string? text = Flat(WebUtility.HtmlDecode(Tags.Replace(page, " ")));
        return text is null ? null : Shorten(text, LongestExcerpt);
    }

    private static string Shorten(string text, int longest) => text.Length <= longest ? text : text.Substring(0, longest) + "...";
}
