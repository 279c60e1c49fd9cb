-- Subscriptions of webhooks, and what is delivered to them.

CREATE TABLE webhook (
    id VARCHAR(16) PRIMARY KEY,
    url VARCHAR(2000) NOT NULL,
    -- JSON arrays; null for all.
    types VARCHAR,
    routes VARCHAR,
    creditors VARCHAR,
    -- Whether it may have an address of a private network, and no TLS.
    private BOOLEAN NOT NULL,
    -- Both sign, so both are kept as they are.
    secret VARCHAR(100) NOT NULL,
    previous_secret VARCHAR(100),
    previous_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by VARCHAR(200) NOT NULL,
    -- Number of the last change for which deliveries were made.
    seq BIGINT NOT NULL
);

CREATE TABLE webhook_delivery (
    webhook_id VARCHAR(16) NOT NULL,
    change_id VARCHAR(36) NOT NULL,
    content VARCHAR NOT NULL,
    -- WAITING, DONE or DEAD.
    state VARCHAR(8) NOT NULL,
    attempts INT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- Until then one server has it.
    leased_until TIMESTAMP WITH TIME ZONE,
    -- What the last attempt ended with.
    outcome VARCHAR(200),
    PRIMARY KEY (webhook_id, change_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, state, next_at);
CREATE INDEX webhook_delivery_age ON webhook_delivery (made_at);
