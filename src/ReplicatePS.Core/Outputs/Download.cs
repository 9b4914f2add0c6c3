using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>One file on its way into a stream. Where it is cut, it goes on; where that cannot be, it begins anew.</summary>
internal sealed class Download : IDisposable
{
    private const int MostCutsWithoutProgress = 3;
    private const int MostCuts = 100;

    private readonly ApiConnection _api;
    private readonly Uri _source;
    private readonly Stream _target;
    private readonly SaveTerms _terms;
    private ContentCheck? _check;

    // What tells one state of the file from another, and how large it is; null where the server does not say.
    private string? _validator;
    private long? _total;

    public Download(ApiConnection api, Uri source, Stream target, SaveTerms terms)
    {
        _api = api;
        _source = source;
        _target = target;
        _terms = terms;
    }

    public void Dispose() => _check?.Dispose();

    public async Task<Delivery> RunAsync(CancellationToken cancellation)
    {
        long furthest = 0;
        bool isDamaged = false;
        for (int idle = 0, all = 1; ; all++)
        {
            // Where the size is not known the answer may be compressed, and its parts cannot be put together.
            long from = _total > _target.Length ? _target.Length : 0;
            string? cut;
            using (HttpResponseMessage response = await OpenAsync(from, cancellation).ConfigureAwait(false))
            {
                cut = Begin(response, from) ?? await CopyAsync(response, cancellation).ConfigureAwait(false);
                if (cut is null && (_total is null || _target.Length == _total))
                {
                    if (Fault() is not { } fault)
                    {
                        return Delivery.Of(response);
                    }

                    isDamaged = isDamaged ? throw new ReplicateException(ErrorKind.BadResponse, $"{Shown} arrived damaged, twice: {fault}.") : true;
                    StartAnew();
                }
            }

            idle = _target.Length > furthest ? 1 : idle + 1;
            furthest = Math.Max(furthest, _target.Length);
            if (idle > MostCutsWithoutProgress || all >= MostCuts)
            {
                throw new ReplicateException(
                    ErrorKind.ConnectionFailed,
                    $"The download from {_source.Host} was cut at {furthest} of {_total?.ToString() ?? "an unknown number of"} bytes{(cut is null ? "." : $": {cut}.")}");
            }

            await _api.Options.TimeProvider.Delay(_api.Options.RetryInterval, cancellation).ConfigureAwait(false);
        }
    }

    private string Shown => _source.GetLeftPart(UriPartial.Path);

    /// <summary>Makes the target ready for what an answer brings.</summary>
    /// <returns>Why nothing of it can be used; null when it can.</returns>
    private string? Begin(HttpResponseMessage response, long from)
    {
        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        string? validator = response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.ToString("r");
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            StartAnew();
            return "the server has no more of it";
        }

        if (isPart && range?.From != from)
        {
            throw new ReplicateException(ErrorKind.BadResponse, $"{_source.Host} sent another part of the file than it was asked for.");
        }

        if (isPart && from > 0 && (range?.Length != _total || (validator is not null && _validator is not null && validator != _validator)))
        {
            StartAnew();
            return "the file changed meanwhile";
        }

        if (!isPart || from == 0)
        {
            StartAnew();
            _total = ContentCoding.IsGzip(response.Content) ? null : isPart ? range?.Length : response.Content.Headers.ContentLength;
            _validator = validator;
            _check = ContentCheck.Of(response, _terms.Expected, isPart);
        }

        return null;
    }

    private void StartAnew()
    {
        _check?.Dispose();
        _check = null;
        _total = null;
        if (_target.Length > 0)
        {
            _target.SetLength(0);
        }
    }

    private string? Fault() => _terms.Expected?.Size is { } size && size != _target.Length
        ? $"it has {_target.Length} bytes instead of {size}"
        : _check?.Fault();

    private async Task<HttpResponseMessage> OpenAsync(long from, CancellationToken cancellation)
    {
        Uri address = _source;
        for (int redirects = 0; ; redirects++)
        {
            RequestProfile profile = new()
            {
                MayRepeat = true,
                IsStreamed = true,
                IsAuthenticated = _api.Address.IsFile(address),
                TokenIsOptional = true,
                Lane = RequestLane.Unlimited,
            };
            using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Get, address, profile);
            ContentCoding.AskForPlain(request);
            request.Headers.Remove("Accept");
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = Condition();
            }

            HttpResponseMessage response = await _api.SendRawAsync(request, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || (from > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable))
            {
                return response;
            }

            using (response)
            {
                Uri? target = Redirect.Is(response) ? Redirect.Location(response, address) : null;
                address = target is not null && redirects < Redirect.Most ? Secure(address, target) : throw Refusal(response);
            }
        }
    }

    // A weak tag says that two states mean the same, not that they are the same bytes.
    private RangeConditionHeaderValue? Condition() =>
        _validator is null || _validator.StartsWith("W/", StringComparison.Ordinal) ? null
        : EntityTagHeaderValue.TryParse(_validator, out EntityTagHeaderValue? tag) ? new RangeConditionHeaderValue(tag)
        : DateTimeOffset.TryParse(_validator, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? new RangeConditionHeaderValue(date)
        : null;

    private Task<string?> CopyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        _target.Seek(0, SeekOrigin.End);
        Transfer transfer = new(_api.Options, _target, _total, _check, _terms.Progress);
        return transfer.RunAsync(() => OpenBodyAsync(response.Content), cancellation);
    }

    private async Task<Stream> OpenBodyAsync(HttpContent content)
    {
        Stream sent = await content.ReadAsStreamAsync().ConfigureAwait(false);
        return ContentCoding.IsGzip(content) ? new UnpackedStream(sent, Shown) : sent;
    }

    private static Uri Secure(Uri from, Uri to) => to.Scheme != Uri.UriSchemeHttps && to.Scheme != from.Scheme
        ? throw new ReplicateException(ErrorKind.BadResponse, $"The download from {from.Host} redirects to an address without https; it was not followed.")
        : to;

    private ReplicateException Refusal(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return new ReplicateException(ErrorKind.NotFound, $"The file {Shown} is gone. Replicate removes outputs an hour after they were made.")
            {
                StatusCode = response.StatusCode,
            };
        }

        // What is said of the token and the account does not hold for hosts of files.
        return _api.Refusal(response).Rephrase($"The download of {Shown} was refused with status {(int)response.StatusCode}.");
    }
}
