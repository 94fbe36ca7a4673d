"""Words of a back-test that its help and its report share."""

LAST_MEASURED = 2012  # last year that the shipped priors, rates, sizes and lags were counted on

COLUMNS = """\
Every score is a mean over buyers, plain/by volume (TIV):

  tv      total variation: the part of a buyer's volume put down to the wrong supplier. It rewards
          a forecast that is surer than it can be; log and crps do not. 'if the worlds were right':
          what tv would come to if the record were one of the worlds, for chance alone
  log     log score of what was recorded, nats per TIV
  crps    distance of all worlds from the record; of a single forecast its tv
  top     how often the largest supplier is right
  roc pr  does it rank the ties that came above the others? new: none ordered for ten years

Smaller is better but for the last three. 'Order book and new orders (sees the future)' knows who
won the orders to come, and bounds what any forecast of them can gain. Pairs at stake are those to
which the model gives 2% of a buyer's volume or more. Differences are paired and drawn again over
buyers (bootstrap); signs say where the model is nearer the record, farther off, or not clearly
either.
"""
