"""Words of a back-test that its help and its report share."""

LAST_MEASURED = 2012  # last year that the shipped priors, rates, sizes and lags were counted on

COLUMNS = """\
Every score is a mean over buyers, plain/by volume (TIV):

  tv      total variation: the part of a buyer's volume put down to the wrong supplier. It rewards
          a forecast that is surer than it can be; log and crps do not. The point forecast of the
          model, declared before any score, is one common quantile of all its shares, that at which
          they add up to 1: tv is least at medians, not means. Beside it stand the mean shares. 'if
          the worlds were right': what tv would come to if the record were one of the worlds
  log     log score of what was recorded, nats per TIV
          (of the model and of a pair's own past: that of the mean shares)
  crps    distance of all worlds from the record; of a single forecast its tv
  top     how often the largest supplier is right
  roc pr  does it rank the ties that came, over all years, above the others? Only buyers that got
          anything count, and a benchmark ranks by shares within a buyer, which flatters the model.
          new: none ordered for ten years

Smaller is better but for the last three. 'Order book and new orders (sees the future)' knows who
won the orders to come, and bounds what any forecast of them can gain. Pairs at stake are those to
which the model gives 2% of a buyer's volume or more. Differences are paired and drawn again over
buyers (bootstrap); signs say where the model is nearer the record, farther off, or not clearly
either.
"""

BANDS = """\
Bands of 80%: how many records they hold, among equal worlds by lot, and their width and interval
score (width, and ten times what lies outside; smaller is better). Shares: pairs at stake. Volumes:
all buyers, in TIV over what came. Widened: stretched by one factor that would have made the bands
of up to two earlier forecasts hold 80%, whose years had ended before the origin. Parameters that
know those years make it too little.
"""
TIES = """\
Ties as published forecasts count them: a delivery of at least .5 TIV in the origin's year, all
ordered pairs of buyer and supplier, bought or not. new: none in the ten years before. Logits are
fitted on the five years before. roc and pr: areas, larger is better; Brier: smaller is better.
A register by year of delivery tells dates and volumes that became known only afterwards, and an
order only because it came: last year's ties and orders placed are known too well, by all rows.
"""
