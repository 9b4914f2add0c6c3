@{
    Run    = @{ PassThru = $true; Exit = $false }
    Output = @{ Verbosity = 'Normal'; CIFormat = 'None' }
    Should = @{ ErrorAction = 'Continue' }
}
