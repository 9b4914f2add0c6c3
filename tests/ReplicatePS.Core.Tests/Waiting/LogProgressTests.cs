namespace ReplicatePS.Core.Tests;

public class LogProgressTests
{
    [Theory]
    [InlineData(" 35%|###5      | 7/20 [00:01<00:02]", 35, 7, 20)]
    [InlineData("Using seed: 7\n  0%|          | 0/4\n 50%|#####     | 2/4 [00:01]\n", 50, 2, 4)]
    [InlineData("100%|##########| 4/4 [00:01<00:00,  3.10it/s]\nSaving\nDone\n", 100, 4, 4)]
    [InlineData("10%|#| 1/10\r20%|##| 2/10\r", 20, 2, 10)]
    [InlineData("7 %|x| 1/2\n30% |===| 3/10", 30, 3, 10)]
    public void The_last_bar_counts(string logs, int percent, long current, long total)
    {
        LogProgress? progress = LogProgress.Parse(logs);
        Assert.Equal((percent, current, total), (progress!.Percent, progress.Current, progress.Total));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("no bar")]
    [InlineData("weights: 10%|#| 1/10")]
    [InlineData("10%|#| 1.2M/3M")]
    [InlineData("10%|| 1/10")]
    [InlineData("10%| 1/10")]
    [InlineData("١٠%|#| ١/١٠")]
    [InlineData("10%|#| 99999999999999999999/1")]
    public void What_is_no_bar_does_not_count(string? logs) => Assert.Null(LogProgress.Parse(logs));
}
